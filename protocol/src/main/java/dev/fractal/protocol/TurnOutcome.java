package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** The end of a turn: a final value, or another terminal status with its reason. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "ended")
@JsonSubTypes({
  @JsonSubTypes.Type(TurnOutcome.Finished.class),
  @JsonSubTypes.Type(TurnOutcome.Aborted.class)
})
public sealed interface TurnOutcome {
  @JsonIgnore
  TurnStatus terminal();

  /**
   * The code called {@code FINAL}.
   *
   * @param value JSON text
   */
  @JsonTypeName("finished")
  record Finished(Content value) implements TurnOutcome {
    @Override
    public TurnStatus terminal() {
      return TurnStatus.FINAL;
    }
  }

  /** The turn ended without {@code FINAL}. */
  @JsonTypeName("aborted")
  record Aborted(TurnStatus status, Failure reason) implements TurnOutcome {
    public Aborted {
      if (status == TurnStatus.FINAL) {
        throw new IllegalArgumentException("an aborted turn is not final");
      }
    }

    @Override
    public TurnStatus terminal() {
      return status;
    }
  }
}
