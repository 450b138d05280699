package dev.fractal.telemetry;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;

/** Leaves everything as it is. */
record NoInstruments() implements Instruments {
  @Override
  public SessionMeter sessions() {
    return SessionMeter.none();
  }

  @Override
  public KernelFactory kernels(KernelFactory kernels) {
    return kernels;
  }

  @Override
  public ModelClients models(ModelClients models) {
    return models;
  }

  @Override
  public void shards(int count) {}

  @Override
  public void asking(long sessions, Duration oldest) {}

  @Override
  public String text() {
    return "";
  }

  @Override
  public void close() {}
}
