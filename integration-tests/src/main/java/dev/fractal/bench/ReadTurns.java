package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns of one session without readers and with many of them, in alternation.
 *
 * @param alone milliseconds of a turn that nobody reads
 * @param read milliseconds of a turn that all readers read
 * @param ratios of each round
 * @param events durable events that one reader got of one turn, at the median
 */
record ReadTurns(Samples alone, Samples read, Samples ratios, Samples events) {
  /** Model calls of a turn. */
  static final int STEPS = 40;

  private static final double NANOS_PER_MILLI = 1e6;

  /** One statement a step, and a model that takes its time. */
  private static final String PLAYBOOK =
      """
      clauses:
        - step: %d
          delay: 50ms
          reply: |
            ```js
            FINAL(n)
            ```
        - default: true
          delay: 50ms
          reply: |
            ```js
            n = (typeof n === "undefined" ? 0 : n) + 1
            ```
      """
          .formatted(STEPS);

  /** A turn's milliseconds, and the durable events that it wrote. */
  private record Turn(double millis, long events) {}

  static ReadTurns measure(Workshop workshop, Screen screen, int readers, int rounds) {
    var settings =
        "fractal.http { enabled = on, port = 0, max-connections = %d }".formatted(readers + 16);
    try (var node = BenchNode.start(workshop, PLAYBOOK, settings)) {
      var session = node.session("read");
      screen.note("a turn of each kind that does not count");
      turn(node, session);
      turn(node, session, readers);
      List<Double> alone = new ArrayList<>();
      List<Double> read = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> events = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        screen.note("round %d of %d".formatted(round, rounds));
        var silent = turn(node, session);
        var loud = turn(node, session, readers);
        alone.add(silent.millis());
        read.add(loud.millis());
        ratios.add(loud.millis() / silent.millis());
        events.add((double) loud.events());
      }
      return new ReadTurns(
          new Samples(alone), new Samples(read), new Samples(ratios), new Samples(events));
    }
  }

  /**
   * A turn whose every durable event every reader gets; the time that they take after it is not
   * counted.
   */
  private static Turn turn(BenchNode node, SessionId session, int readers) {
    long before = node.store().journal().highest(session);
    try (var reading = EventReaders.connect(node.events(session), readers, before)) {
      var turn = turn(node, session);
      reading.awaitEvents(turn.events());
      return turn;
    }
  }

  private static Turn turn(BenchNode node, SessionId session) {
    var journal = node.store().journal();
    long before = journal.highest(session);
    long start = System.nanoTime();
    node.turn(session, "count");
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    return new Turn(millis, journal.highest(session) - before);
  }
}
