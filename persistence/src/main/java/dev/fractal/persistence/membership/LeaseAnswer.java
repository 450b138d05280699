package dev.fractal.persistence.membership;

/** What became of the wish to hold a lease. */
public enum LeaseAnswer {
  ACQUIRED,
  /** A live node holds it, or one that may still be alive. */
  TAKEN,
  /** The one who wishes has been fenced. */
  FENCED
}
