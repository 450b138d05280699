package dev.fractal.protocol.event;

import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluated step with everything that entered its cells.
 *
 * @param origin the session that evaluated it, when this one was derived from it; it seeds {@code
 *     Math.random}
 * @param inputs the inputs that its cells reached
 * @param cells how its cells ended; one that broke a limit left no effect
 */
public record ReplayStep(
    Optional<SessionId> origin,
    int turn,
    StepRecord step,
    Map<String, InputRef> inputs,
    List<CellReport> cells) {
  public ReplayStep {
    inputs = Map.copyOf(inputs);
    cells = List.copyOf(cells);
  }

  /** The step as a session sees it that is derived from the one that it is found in. */
  ReplayStep from(SessionId source) {
    return new ReplayStep(origin.or(() -> Optional.of(source)), turn, step, inputs, cells);
  }
}
