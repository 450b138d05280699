package dev.fractal.view.document;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.capability.Capability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session at a glance.
 *
 * @param budget its limits, if it has any
 * @param lost requests whose use nobody knows
 * @param events the number of the newest one
 * @param turns those that are shown, oldest first
 * @param earlierTurns turns before them
 */
public record SessionDocument(
    SessionId sessionId,
    SessionStatus status,
    Optional<SessionId> parent,
    SessionId root,
    ModelChoice models,
    String profile,
    Rights capability,
    TurnLimits limits,
    Optional<BudgetDocument> budget,
    Map<String, InputRef> inputs,
    TokensDocument usage,
    CostDocument cost,
    int lost,
    Optional<HeadId> head,
    Optional<ReasonDocument> quarantine,
    Optional<ReasonDocument> suspension,
    Instant started,
    Instant changed,
    long events,
    List<TurnDocument> turns,
    int earlierTurns) {
  public SessionDocument {
    inputs = Map.copyOf(inputs);
    turns = List.copyOf(turns);
  }

  /** What cells may do: the capability's stamp, and its gates by name. */
  public record Rights(String stamp, Map<String, Object> gates) {
    public Rights {
      gates = Map.copyOf(gates);
    }

    public static Rights of(Capability capability) {
      return new Rights(capability.stamp(), capability.wire());
    }
  }
}
