package dev.fractal.kernel;

import java.util.Map;

/** A kernel without JavaScript, for tests of what is around it; see {@link FakeKernel}. */
public final class FakeKernelFactory implements KernelFactory {
  @Override
  public String stamp() {
    return "fake/1";
  }

  @Override
  public Kernel open(Map<String, String> variables, Granted granted) {
    return new FakeKernel(variables, granted.functions());
  }

  @Override
  public void close() {}
}
