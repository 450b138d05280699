package dev.fractal.telemetry;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.WorkerNews;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Kernels that are counted while they are open. */
final class CountedKernels implements KernelFactory {
  private final KernelFactory kernels;
  private final AtomicInteger open = new AtomicInteger();
  private final Counter opened;

  CountedKernels(KernelFactory kernels, MeterRegistry registry) {
    this.kernels = kernels;
    this.opened =
        Counter.builder("fractal.kernel.opened")
            .description("Kernels that were opened")
            .register(registry);
    Gauge.builder("fractal.kernel.open", open, AtomicInteger::get)
        .description("Kernels that are open")
        .register(registry);
    kernels.tell(new CountedWorkers(registry));
  }

  /** Counts workers. */
  private static final class CountedWorkers implements WorkerNews {
    private final AtomicInteger alive = new AtomicInteger();
    private final Counter started;
    private final MeterRegistry registry;

    CountedWorkers(MeterRegistry registry) {
      this.registry = registry;
      Gauge.builder("fractal.workers.alive", alive, AtomicInteger::get)
          .description("Worker processes that evaluate cells")
          .register(registry);
      started =
          Counter.builder("fractal.workers.started")
              .description("Worker processes that were started")
              .register(registry);
      WorkerNews.CAUSES.forEach(this::counter);
    }

    private Counter counter(String cause) {
      return Counter.builder("fractal.workers.ended")
          .description("Worker processes that ended, by cause")
          .tag("cause", cause)
          .register(registry);
    }

    @Override
    public void started() {
      alive.incrementAndGet();
      started.increment();
    }

    @Override
    public void ended(String cause) {
      alive.decrementAndGet();
      counter(cause).increment();
    }
  }

  @Override
  public Optional<String> problem() {
    return kernels.problem();
  }

  @Override
  public boolean isCrowded() {
    return kernels.isCrowded();
  }

  @Override
  public boolean opens(String stamp) {
    return kernels.opens(stamp);
  }

  @Override
  public String stamp() {
    return kernels.stamp();
  }

  @Override
  public Kernel open(Opening opening) {
    var kernel = kernels.open(opening);
    opened.increment();
    open.incrementAndGet();
    return new Counted(kernel, open, new AtomicBoolean());
  }

  @Override
  public void close() {
    kernels.close();
  }

  /** Closing it again counts once. */
  private record Counted(Kernel kernel, AtomicInteger open, AtomicBoolean closed)
      implements Kernel {
    @Override
    public CellOutcome evaluate(Cell cell) {
      return kernel.evaluate(cell);
    }

    @Override
    public CellOutcome resume(List<GuestResult> results, Moment moment) {
      return kernel.resume(results, moment);
    }

    @Override
    public void expect(boolean last, boolean save) {
      kernel.expect(last, save);
    }

    @Override
    public VariableChanges changes() {
      return kernel.changes();
    }

    @Override
    public VariableChanges save() {
      return kernel.save();
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
      kernel.close();
    }
  }
}
