package dev.fractal.telemetry;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.session.work.SessionMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts in a registry that Prometheus reads. Labels are few and have few values: a provider, a
 * role, an outcome, a status; never a session, a model's name or anything that callers choose.
 */
public final class PrometheusInstruments implements Instruments {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger shards = new AtomicInteger();
  private final AtomicLong asking = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong();
  private final SessionCounts sessions = new SessionCounts(registry);

  public PrometheusInstruments() {
    Gauge.builder("fractal.shards", shards, AtomicInteger::get)
        .description("Shards that this node hosts")
        .register(registry);
    Gauge.builder("fractal.sessions.asking", asking, AtomicLong::get)
        .description("Sessions of the store in which somebody is asked")
        .register(registry);
    Gauge.builder("fractal.asks.oldest", oldest, AtomicLong::get)
        .description("Age of the question in the store that is open for longest")
        .baseUnit("seconds")
        .register(registry);
    var runtime = Runtime.getRuntime();
    Gauge.builder("fractal.heap.used", runtime, heap -> heap.totalMemory() - heap.freeMemory())
        .description("Heap in use, garbage included")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("fractal.heap.max", runtime, Runtime::maxMemory)
        .description("The most heap that this process takes")
        .baseUnit("bytes")
        .register(registry);
  }

  @Override
  public SessionMeter sessions() {
    return sessions;
  }

  @Override
  public KernelFactory kernels(KernelFactory kernels) {
    return new CountedKernels(kernels, registry);
  }

  @Override
  public ModelClients models(ModelClients models) {
    return new CountedModels(models, new ModelCounts(registry));
  }

  @Override
  public void shards(int count) {
    shards.set(count);
  }

  @Override
  public void asking(long sessions, Duration age) {
    asking.set(sessions);
    oldest.set(age.toSeconds());
  }

  @Override
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
