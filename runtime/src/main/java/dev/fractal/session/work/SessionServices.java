package dev.fractal.session.work;

import dev.fractal.gate.Gate;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.repl.IdleKernels;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.toolset.Toolsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * What a node lends to its sessions.
 *
 * @param wakening lets them wake
 * @param meter counts what they do
 */
public record SessionServices(
    ModelClients models,
    KernelFactory kernels,
    PayloadStore payloads,
    CatalogWriter catalog,
    History history,
    ProgressFeed feed,
    WakeGate wakening,
    Workplace workplace,
    SessionMeter meter) {

  /**
   * Where work is done, and when it is over.
   *
   * @param io threads that may block: store access and rendering
   * @param cells platform threads that evaluate cells, shared between trees
   * @param idle keeps kernels that no cell uses, up to a number
   * @param gate the way to files, the network and programs
   * @param tools the way to toolsets
   */
  public record Workplace(
      ExecutorService io,
      FairTurns cells,
      IdleKernels idle,
      Gate gate,
      Tools tools,
      Clock clock,
      NodeStamp world,
      Patience patience) {}

  /**
   * Toolsets, and how they are called.
   *
   * @param deadline time of one call
   * @param largest UTF-16 units of a result
   */
  public record Tools(Toolsets sets, Duration deadline, int largest) {}

  /**
   * How long something stays as it is.
   *
   * @param kernel a kernel that no cell needs
   * @param session an idle session's actor
   * @param listing the catalog after a change
   * @param handOver work in flight of a session that another node takes over
   */
  public record Patience(Duration kernel, Duration session, Duration listing, Duration handOver) {}
}
