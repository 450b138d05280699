package dev.fractal.telemetry.trace;

import com.typesafe.config.Config;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.session.work.SessionMeter;

/**
 * Sends a trace of every turn that ends on this node to a collector. Sessions neither wait for it
 * nor fail with it; safe for any thread.
 */
public interface Traces extends AutoCloseable {
  /** The same meter, whose turns are traced when they end. */
  SessionMeter sessions(SessionMeter meter);

  /** Sends what is left, for a bounded time; before the journal is closed. */
  @Override
  void close();

  /**
   * What the block {@code fractal.telemetry.traces} asks for; without an endpoint nothing is
   * traced.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  static Traces open(Config whole, JournalReader journal) {
    return TraceConfig.from(whole)
        .<Traces>map(settings -> CollectedTraces.start(settings, journal))
        .orElseGet(NoTraces::new);
  }

  /**
   * Looks at the block without starting anything.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  static void check(Config whole) {
    var _ = TraceConfig.from(whole);
  }
}
