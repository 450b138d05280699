package dev.fractal.kernel.guest;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.Opening;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens kernels in this process on one shared engine, with one parser and one watchdog thread. */
public final class GuestKernelFactory implements KernelFactory {
  /** Version of the canonical form, behind the engine's name in a stamp. */
  private static final int FORM = 2;

  private static final Logger LOG = LoggerFactory.getLogger(GuestKernelFactory.class);

  private final Engine engine;
  private final Watchdog watchdog;
  private final CellCompiler compiler;
  private final GuestKernel.Shared shared;

  /** The engine is closed with the factory; a cell that cannot be stopped keeps its thread. */
  public GuestKernelFactory(Engine engine, KernelLimits limits) {
    this(engine, limits, (thread, limit) -> LOG.error("{} cannot be stopped: {}", thread, limit));
  }

  /** The engine is closed with the factory. */
  public GuestKernelFactory(Engine engine, KernelLimits limits, StuckCells stuck) {
    this.engine = engine;
    watchdog = Watchdog.started(stuck);
    compiler = new CellCompiler(engine.parser(), watchdog);
    shared =
        new GuestKernel.Shared(
            engine, limits, compiler, watchdog, new ReadyKernels(), new DataKernels());
  }

  /** The stamp of kernels on an engine of this name. */
  public static String stamp(String engine) {
    return engine + "/" + FORM;
  }

  @Override
  public String stamp() {
    return stamp(engine.name());
  }

  @Override
  public Kernel open(Opening opening) {
    GuestKernel kernel = shared.ready().of(shared, opening.granted());
    try {
      kernel.restore(opening.variables());
      return kernel;
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  /**
   * Ends the cell that holds most, because all kernels together hold too much; it ends with {@link
   * dev.fractal.kernel.KernelLostException}.
   *
   * @return the thread that evaluates it, or nothing where none holds much
   */
  public Optional<Thread> relieve() {
    return watchdog.relieve();
  }

  @Override
  public void close() {
    shared.data().close();
    shared.ready().close();
    compiler.close();
    watchdog.close();
    engine.close();
  }
}
