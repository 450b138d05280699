package dev.fractal.kernel;

/** A kernel without JavaScript, for tests of what is around it; see {@link FakeKernel}. */
public final class FakeKernelFactory implements KernelFactory {
  @Override
  public String stamp() {
    return "fake/1";
  }

  @Override
  public Kernel open(Opening opening) {
    return new FakeKernel(opening.variables(), opening.granted().functions());
  }

  @Override
  public void close() {}
}
