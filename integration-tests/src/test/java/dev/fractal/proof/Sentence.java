package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

/** The one sentence in which a process says what went wrong. */
final class Sentence {
  private Sentence() {}

  /** Nothing on standard output, one sentence on standard error, no trace of a stack. */
  static void expect(Ended ended, int exit, String part) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().strip())
        .hasLineCount(1)
        .startsWith("error: ")
        .contains(part)
        .doesNotContain("Exception", "at dev.", "\tat ");
  }
}
