package dev.fractal.kernel.graal;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.guest.GuestKernelFactory;

/** Kernels on GraalJS in this process, for embedders who ask for it. */
public final class GraalKernelFactory implements KernelFactory {
  /** What {@link #stamp} says; known before an engine is there. */
  public static final String STAMP = GuestKernelFactory.stamp(GraalEngine.NAME);

  private final GuestKernelFactory kernels;

  public GraalKernelFactory(KernelLimits limits) {
    kernels = new GuestKernelFactory(new GraalEngine(), limits);
  }

  @Override
  public String stamp() {
    return STAMP;
  }

  @Override
  public Kernel open(Opening opening) {
    return kernels.open(opening);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
