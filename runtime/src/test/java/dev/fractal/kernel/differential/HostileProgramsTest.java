package dev.fractal.kernel.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that mean to lose state come back as they were, or are named inexact. */
final class HostileProgramsTest extends DifferentialSuite {
  private static final long COUNT = Long.getLong("differential.hostile", 300);
  private static final long LONG = 20000;

  HostileProgramsTest() {
    super(Programs.hostile());
  }

  @Test
  void hostileProgramsAreExactOnTheFastEngine() {
    fast(COUNT);
  }

  @Test
  void hostileProgramsAreExactOnTheSlowEngine() {
    slow(COUNT);
  }

  @Tag("long")
  @Test
  void manyHostileProgramsAreExact() {
    fast(LONG);
    slow(LONG);
  }
}
