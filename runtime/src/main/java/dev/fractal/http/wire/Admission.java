package dev.fractal.http.wire;

/** Who may use a route. */
public enum Admission {
  EVERYBODY,
  READ,
  /** Reading, and answering what cells ask people. */
  ANSWER,
  DRIVE
}
