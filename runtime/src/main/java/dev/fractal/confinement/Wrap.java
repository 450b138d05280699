package dev.fractal.confinement;

/** How processes are shut off. */
public enum Wrap {
  /** As far as this machine allows. */
  AUTO,
  /** Wholly, or not at all started. */
  REQUIRED,
  /** Not at all. */
  OFF
}
