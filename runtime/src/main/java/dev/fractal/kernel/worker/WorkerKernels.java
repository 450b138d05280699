package dev.fractal.kernel.worker;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.WorkerNews;
import dev.fractal.kernel.guest.GuestKernelFactory;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Kernels in worker processes. A worker that ends takes no session with it: its kernels are lost,
 * and those who hold them open others. Opening may wait for a worker to start.
 */
public final class WorkerKernels implements KernelFactory {
  private final Crew crew;
  private final WorkerPlace place;
  private final String stamp;

  /**
   * Starts the first worker, on a thread of its own.
   *
   * @param engine {@code v8} or {@code graaljs}
   * @param name the engine's name in stamps
   * @throws IllegalStateException when workers have to be shut off and cannot be
   * @throws UncheckedIOException when this process has no temporary directory
   */
  public static WorkerKernels started(
      String engine, String name, KernelLimits limits, WorkerSettings settings) {
    WorkerPlace place = WorkerPlace.made(engine, settings);
    var recruits = new Recruits(engine, limits, settings, place);
    return new WorkerKernels(new Crew(recruits, settings), place, name);
  }

  private WorkerKernels(Crew crew, WorkerPlace place, String engine) {
    this.crew = crew;
    this.place = place;
    this.stamp = GuestKernelFactory.stamp(engine);
  }

  @Override
  public String stamp() {
    return stamp;
  }

  @Override
  public Optional<String> problem() {
    return crew.problem();
  }

  @Override
  public boolean isCrowded() {
    return crew.isCrowded();
  }

  @Override
  public void tell(WorkerNews news) {
    crew.tell(news);
  }

  @Override
  public Kernel open(Opening opening) {
    return switch (opening.room()) {
      case SHARED -> shared(opening);
      case APART -> single(opening, crew.apart());
      case ALONE -> single(opening, crew.loner());
    };
  }

  private Kernel shared(Opening opening) {
    WorkerProcess worker = crew.member();
    worker.kernels().incrementAndGet();
    return WorkerKernel.open(worker, place.inputs(), opening, worker::close);
  }

  private Kernel single(Opening opening, WorkerProcess worker) {
    return WorkerKernel.open(worker, place.inputs(), opening, _ -> worker.kill(WorkerEnd.closed()));
  }

  @Override
  public void close() {
    crew.close();
    place.close();
  }
}
