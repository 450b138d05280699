package dev.fractal.kernel.differential;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Well-meant programs lose nothing, and none is put into quarantine. */
final class HonestProgramsTest extends DifferentialSuite {
  private static final long COUNT = Long.getLong("differential.honest", 1000);
  private static final long LONG = 20000;

  HonestProgramsTest() {
    super(Programs.honest());
  }

  @Test
  void honestProgramsAreExactOnTheFastEngine() {
    fast(COUNT);
  }

  @Test
  void honestProgramsAreExactOnTheSlowEngine() {
    slow(COUNT);
  }

  @Tag("long")
  @Test
  void manyHonestProgramsAreExact() {
    fast(LONG);
    slow(LONG);
  }
}
