package dev.fractal.bench;

/** What the sessions of the tree benchmarks are asked, and how their scripted model answers. */
final class TreeTask {
  /** Children of the wide fan-out, each of one step. */
  static final String WIDE = "fifty children";

  /** Fifty children with twenty leaves each, every model call taking one second. */
  static final String SLOW = "fifty slow children";

  /** Waits for a leaf that does not answer within an hour. */
  static final String WAIT = "wait for one leaf";

  static final String PLAYBOOK =
      """
      clauses:
        - {match: "never", role: leaf, delay: 60m, reply: "at last"}
        - {match: "slowly", role: leaf, delay: 1s, reply: "yes"}
        - match: "fifty children"
          reply: |
            ```js
            const lanes = await mapRlm(Array.from({ length: 50 }, (_, i) => "child " + i));
            if (lanes.some((lane, i) => lane.value !== i)) throw new Error("a lane failed");
            FINAL(lanes.length)
            ```
        - match: "fifty slow children"
          delay: 1s
          reply: |
            ```js
            const lanes = await mapRlm(Array.from({ length: 50 }, (_, i) => "twenty leaves " + i));
            if (lanes.some(lane => lane.value !== 20)) throw new Error("a lane failed");
            FINAL(lanes.length)
            ```
        - match: "twenty leaves"
          delay: 1s
          reply: |
            ```js
            const said = await mapLm(Array.from({ length: 20 }, (_, i) => "leaf " + i), "slowly");
            FINAL(said.filter(word => word === "yes").length)
            ```
        - match: "wait for one leaf"
          reply: |
            ```js
            FINAL(await lm("x", "never"))
            ```
        - regex: "^child (\\\\d+)"
          reply: |
            ```js
            FINAL(${1})
            ```
        - regex: "^split (\\\\d+) to (\\\\d+), 0 levels"
          reply: |
            ```js
            FINAL(${1})
            ```
        - regex: "^split (\\\\d+) to (\\\\d+), (\\\\d) level"
          reply: |
            ```js
            const [from, to, levels] = [${1}, ${2}, ${3}];
            const width = (to - from + 1) / 8;
            const lanes = await mapRlm(Array.from({ length: 8 }, (_, i) =>
              "split " + (from + i * width) + " to " + (from + (i + 1) * width - 1) + ", "
                + (levels - 1) + " levels"));
            FINAL(lanes.reduce((sum, lane) => sum + lane.value, 0))
            ```
      """;

  private TreeTask() {}

  /** Splits a range among eight children at each level, and sums it up. */
  static String split(int levels) {
    return "split 1 to %d, %d levels".formatted(Math.powExact(8, levels), levels);
  }
}
