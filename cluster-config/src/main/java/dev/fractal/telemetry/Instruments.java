package dev.fractal.telemetry;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;

/** Where a node's parts are counted; safe for any thread. */
public interface Instruments extends AutoCloseable {
  /** Counts what sessions do. */
  SessionMeter sessions();

  /** The same kernels, counted. */
  KernelFactory kernels(KernelFactory kernels);

  /** The same models, whose calls are counted. */
  ModelClients models(ModelClients models);

  /** The node hosts so many shards now. */
  void shards(int count);

  /**
   * Somebody is asked in so many sessions of the store now.
   *
   * @param oldest how long the longest open question has been open; nothing without any
   */
  void asking(long sessions, Duration oldest);

  /** Everything as it is now, in Prometheus' text format 0.0.4. */
  String text();

  @Override
  void close();

  /** Counts nothing: nobody can ask. */
  static Instruments none() {
    return new NoInstruments();
  }
}
