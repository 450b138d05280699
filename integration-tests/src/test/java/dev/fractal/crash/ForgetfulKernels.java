package dev.fractal.crash;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import java.util.List;

/** Kernels that, once told to, ignore the results that they are given: a deliberate defect. */
final class ForgetfulKernels implements KernelFactory {
  private final KernelFactory kernels;
  private volatile boolean forgetting;

  ForgetfulKernels(KernelFactory kernels) {
    this.kernels = kernels;
  }

  void forget() {
    forgetting = true;
  }

  @Override
  public String stamp() {
    return kernels.stamp();
  }

  @Override
  public Kernel open(Opening opening) {
    var kernel = kernels.open(opening);
    return forgetting ? new Forgetful(kernel) : kernel;
  }

  @Override
  public void close() {
    kernels.close();
  }

  private record Forgetful(Kernel kernel) implements Kernel {
    @Override
    public CellOutcome evaluate(Cell cell) {
      return kernel.evaluate(cell);
    }

    @Override
    public CellOutcome resume(List<GuestResult> results, Moment moment) {
      return kernel.resume(results.stream().map(Forgetful::ignored).toList(), moment);
    }

    private static GuestResult ignored(GuestResult result) {
      return new GuestResult.Returned(result.call(), "\"something else\"");
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
      kernel.close();
    }
  }
}
