package dev.fractal.kernel;

import java.util.Map;
import java.util.Set;

/** A kernel without JavaScript, for tests of what is around it; see {@link FakeKernel}. */
public final class FakeKernelFactory implements KernelFactory {
  @Override
  public String stamp() {
    return "fake/1";
  }

  @Override
  public Kernel open(Map<String, String> variables, Set<String> functions) {
    return new FakeKernel(variables, functions);
  }

  @Override
  public void close() {}
}
