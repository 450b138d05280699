package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sleeping sessions of several ages, each woken by a turn that uses a variable of its first turn.
 * Built by one node and woken by a second one.
 */
final class Waking {
  private static final int[] SHARES = {100, 10, 1};
  private static final int SAMPLES_PER_ROUND = 10;

  private Waking() {}

  /** Milliseconds from the command to the turn's result, by number of turns. */
  static Map<Integer, Samples> measure(Workshop workshop, Screen screen, BenchOptions options) {
    Map<Integer, SessionId> sessions = new LinkedHashMap<>();
    try (var node = BenchNode.start(workshop)) {
      for (int share : SHARES) {
        int turns = Math.max(1, options.turns / share);
        screen.note("a session of %d turns".formatted(turns));
        sessions.put(turns, Growth.grown(node, turns));
      }
    }
    try (var node = BenchNode.start(workshop)) {
      screen.note("waking");
      var other = Growth.grown(node, 1);
      wake(node, other, SAMPLES_PER_ROUND);
      return woken(node, sessions, options.rounds * SAMPLES_PER_ROUND);
    }
  }

  private static Map<Integer, Samples> woken(
      BenchNode node, Map<Integer, SessionId> sessions, int times) {
    Map<Integer, List<Double>> millis = new LinkedHashMap<>();
    for (int i = 0; i < times; i++) {
      sessions.forEach(
          (turns, session) ->
              millis
                  .computeIfAbsent(turns, _ -> new ArrayList<>())
                  .addAll(wake(node, session, 1).values()));
    }
    Map<Integer, Samples> found = new LinkedHashMap<>();
    millis.forEach((turns, values) -> found.put(turns, new Samples(values)));
    return found;
  }

  private static Samples wake(BenchNode node, SessionId session, int times) {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      node.sleep(session);
      millis.add(Growth.millis(node, session));
    }
    return new Samples(millis);
  }
}
