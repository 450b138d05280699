package dev.fractal.http;

/** Who may use a route. */
enum Admission {
  EVERYBODY,
  READ,
  DRIVE
}
