package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;

/**
 * How a session's age tells on its turns: the late turns of one old session against turn 5 to 15 of
 * young ones, in alternation, all of one step.
 */
record Growth(Samples early, Samples late) {
  private static final int FIRST = 5;
  private static final int YOUNG_TURNS = 11;
  private static final int YOUNG_SESSIONS = 8;
  private static final double NANOS_PER_MILLI = 1e6;

  static Growth measure(BenchNode node, Screen screen, int turns) {
    node.kernels().choose(false);
    screen.note("a session of %d turns".formatted(turns));
    int measured = YOUNG_SESSIONS * YOUNG_TURNS;
    var old = grown(node, Math.max(1, turns - measured / 2));
    List<Double> early = new ArrayList<>();
    List<Double> late = new ArrayList<>();
    for (int i = 0; i < YOUNG_SESSIONS; i++) {
      var young = grown(node, FIRST - 1);
      for (int turn = 0; turn < YOUNG_TURNS; turn++) {
        early.add(millis(node, young));
        late.add(millis(node, old));
      }
    }
    return new Growth(new Samples(early), new Samples(late));
  }

  static SessionId grown(BenchNode node, int turns) {
    var session = node.session("grown");
    for (int turn = 0; turn < turns; turn++) {
      node.turn(session, BenchTurn.SHORT);
    }
    return session;
  }

  /** How long the next turn takes, in milliseconds. */
  static double millis(BenchNode node, SessionId session) {
    long start = System.nanoTime();
    node.turn(session, BenchTurn.SHORT);
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  double ratio() {
    return late.median() / early.median();
  }
}
