package dev.fractal.kernel.differential;

/**
 * A place where a program's live run and another way to the same state disagree.
 *
 * @param way how the other state was reached
 * @param where the probe, cell or variable
 */
record Finding(Kind kind, String way, String where, String live, String other) {
  /** What the difference means for a session. */
  enum Kind {
    /** Code answers differently, and nothing tells. */
    SILENT_DIFFERENCE,
    /** The rebuild contradicts the record or fails, although nothing went wrong. */
    WRONGFUL_QUARANTINE,
    /** Something cannot be kept, and no reason is named. */
    UNNAMED
  }

  @Override
  public String toString() {
    return "%s, %s, at %s%n  live:  %s%n  other: %s".formatted(kind, way, where, live, other);
  }
}
