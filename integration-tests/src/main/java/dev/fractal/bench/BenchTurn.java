package dev.fractal.bench;

/** What the benchmarks' sessions are asked, and how their scripted model answers. */
final class BenchTurn {
  /** Steps of the long turns. */
  static final int STEPS = 20;

  /** A turn of one step that counts a variable up. */
  static final String SHORT = "count once";

  /** A turn of {@link #STEPS} steps of one cell, whose texts were seen before. */
  static final String SEEN = "count on";

  /**
   * The model: one cell of one statement per step. Numbers of seven digits make it write a cell
   * that nobody has seen, as real models do, so that each one has to be parsed.
   */
  static final String PLAYBOOK =
      """
      clauses:
        - match: "count once"
          reply: |
            ```js
            n = (typeof n === "undefined" ? 0 : n) + 1; FINAL(n)
            ```
        - step: 20
          reply: |
            ```js
            FINAL(n)
            ```
        - regex: "\\\\b(\\\\d{7,})\\\\b"
          reply: |
            ```js
            n = ${1} + 1
            ```
        - default: true
          reply: |
            ```js
            n = (typeof n === "undefined" ? 0 : n) + 1
            ```
      """;

  private BenchTurn() {}

  /** A turn of {@link #STEPS} steps whose cells are all new if nobody else has this number. */
  static String fresh(long series) {
    return "count from " + (1_000_000 + series * STEPS);
  }
}
