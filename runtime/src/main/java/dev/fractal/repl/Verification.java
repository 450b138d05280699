package dev.fractal.repl;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Opening.Room;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import java.util.Optional;

/**
 * Rebuilds a session's REPL on kernels of its own, with the most room there is, and compares it
 * with the record; it evaluates nothing that was not evaluated before. Blocks; for platform
 * threads.
 */
public final class Verification {
  private final SessionId session;
  private final KernelFactory kernels;
  private final PayloadStore payloads;

  public Verification(SessionId session, KernelFactory kernels, PayloadStore payloads) {
    this.session = session;
    this.kernels = kernels;
    this.payloads = payloads;
  }

  /** A step that was under way, whose waits for the host are recorded. */
  public record UnderWay(int turn, StepRecord step) {}

  /**
   * Why the REPL cannot be brought to where the record says it stood; nothing when it can.
   *
   * @param stamp of the kernel that the session began with
   */
  public Optional<Failure> problem(
      Workspace workspace, Granted granted, String stamp, Optional<UnderWay> underWay) {
    try (var kernel = new LiveKernel(session, kernels, payloads, _ -> {})) {
      return Rebuilding.rebuilt(
          Room.ALONE,
          (room, _) -> {
            kernel.rebuild(workspace, granted, stamp, room);
            underWay.ifPresent(at -> kernel.catchUp(kernel.begin(at.turn(), at.step(), workspace)));
            return Optional.empty();
          });
    } catch (Divergence e) {
      return Optional.of(e.failure());
    } catch (Unfinished e) {
      return Optional.of(e.failure());
    } catch (PayloadUnavailable e) {
      return Optional.of(
          new Failure("ReplBroken", "the REPL cannot be rebuilt: " + e.getMessage()));
    }
  }
}
