package dev.fractal.telemetry;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.session.work.SessionMeter;

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

  /** Everything as it is now, in Prometheus' text format 0.0.4. */
  String text();

  @Override
  void close();

  /** Counts nothing: nobody can ask. */
  static Instruments none() {
    return new NoInstruments();
  }
}
