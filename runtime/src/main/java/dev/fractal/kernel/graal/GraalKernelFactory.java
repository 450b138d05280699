package dev.fractal.kernel.graal;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelRestoreException;
import java.util.Map;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;

/** Opens kernels on one shared GraalJS engine, with one parser and one watchdog thread. */
public final class GraalKernelFactory implements KernelFactory {
  /** What {@link #stamp} says; known before an engine is there. */
  public static final String STAMP = "graaljs-25.0.4/1";

  private final Engine engine;
  private final Watchdog watchdog;
  private final CellCompiler compiler;
  private final GraalKernel.Shared shared;

  public GraalKernelFactory(KernelLimits limits) {
    engine = Sandbox.engine();
    watchdog = Watchdog.started();
    compiler = new CellCompiler(engine, watchdog);
    shared = new GraalKernel.Shared(engine, limits, compiler, watchdog);
  }

  @Override
  public String stamp() {
    return STAMP;
  }

  @Override
  public Kernel open(Map<String, String> variables, Granted granted) {
    GraalKernel kernel = new GraalKernel(shared, granted);
    try {
      kernel.restore(variables);
      return kernel;
    } catch (KernelRestoreException | PolyglotException e) {
      kernel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    compiler.close();
    watchdog.close();
    engine.close(true);
  }
}
