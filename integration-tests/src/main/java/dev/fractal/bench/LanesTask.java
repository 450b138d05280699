package dev.fractal.bench;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Lanes of leaves that answer after delays of their own.
 *
 * @param delays milliseconds by lane and stage
 */
record LanesTask(List<List<Integer>> delays) {
  /** Leaves of a lane, one behind the other. */
  static final int STAGES = 3;

  /** The faster leaf of a race, in milliseconds; the other one takes 4 s. */
  static final int FAST = 200;

  static final String PIPELINE = "run the pipeline";
  static final String RACE = "run the race";
  private static final int SHORTEST = 200;
  private static final int LONGEST = 2_000;

  static LanesTask of(int lanes, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return new LanesTask(
        IntStream.range(0, lanes)
            .mapToObj(
                _ ->
                    IntStream.range(0, STAGES)
                        .map(_ -> random.nextInt(SHORTEST, LONGEST + 1))
                        .boxed()
                        .toList())
            .toList());
  }

  /** Seconds that the slowest lane waits for its leaves. */
  double longest() {
    return delays.stream()
            .mapToInt(lane -> lane.stream().mapToInt(Integer::intValue).sum())
            .max()
            .orElseThrow()
        / 1e3;
  }

  /** How the scripted model answers. */
  String playbook() {
    var text = new StringBuilder("clauses:\n");
    for (int lane = 0; lane < delays.size(); lane++) {
      for (int stage = 0; stage < STAGES; stage++) {
        leaf(text, "lane %d stage %d;".formatted(lane, stage), delays.get(lane).get(stage));
      }
    }
    leaf(text, "slow one;", 4_000);
    leaf(text, "fast one;", FAST);
    return text
        + """
          - match: "%s"
            reply: |
              ```js
              const lanes = await Promise.all(Array.from({ length: %d }, async (_, lane) => {
                let said = "";
                for (let stage = 0; stage < %d; stage++) {
                  said += await lm("x", `lane ${lane} stage ${stage};`);
                }
                return said;
              }));
              FINAL(lanes.filter(said => said === "%s").length === lanes.length)
              ```
          - match: "%s"
            reply: |
              ```js
              const slow = lm("x", "slow one;");
              const first = await Promise.race([slow, lm("x", "fast one;")]);
              slow.cancel();
              FINAL(first)
              ```
        """
            .formatted(PIPELINE, delays.size(), STAGES, "y".repeat(STAGES), RACE);
  }

  private static void leaf(StringBuilder text, String match, int millis) {
    text.append(
        "  - {match: \"%s\", role: leaf, delay: %dms, reply: \"y\"}%n".formatted(match, millis));
  }
}
