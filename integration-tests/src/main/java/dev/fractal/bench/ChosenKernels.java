package dev.fractal.bench;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.WorkerNews;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens real or still kernels, as the benchmark has chosen last, all of them metered. */
final class ChosenKernels implements KernelFactory {
  private final KernelFactory real;
  private final StepMeter meter = new StepMeter();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile boolean still;

  ChosenKernels(KernelFactory real) {
    this.real = real;
  }

  /** Kernels that are opened from now on. */
  void choose(boolean stillOnes) {
    still = stillOnes;
  }

  StepMeter meter() {
    return meter;
  }

  /** Kernels opened so far. */
  int opened() {
    return opened.get();
  }

  /** Kernels that are open now. */
  int open() {
    return opened.get() - closed.get();
  }

  @Override
  public String stamp() {
    return real.stamp();
  }

  @Override
  public boolean opens(String stamp) {
    return real.opens(stamp);
  }

  @Override
  public Optional<String> problem() {
    return real.problem();
  }

  @Override
  public void tell(WorkerNews news) {
    real.tell(news);
  }

  @Override
  public Kernel open(Opening opening) {
    var kernel = still ? new StillKernel(opening.variables()) : real.open(opening);
    opened.incrementAndGet();
    return new MeteredKernel(kernel, meter, closed::incrementAndGet);
  }

  @Override
  public void close() {
    real.close();
  }
}
