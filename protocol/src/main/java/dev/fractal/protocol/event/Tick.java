package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;

/** What became of a schedule's time. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "tick")
@JsonSubTypes({@JsonSubTypes.Type(Tick.Taken.class), @JsonSubTypes.Type(Tick.Skipped.class)})
public sealed interface Tick {
  /** It is this turn. */
  @JsonTypeName("taken")
  record Taken(int turn) implements Tick {}

  /** It is no turn. */
  @JsonTypeName("skipped")
  record Skipped(Why why) implements Tick {}

  /** Why there is no turn. */
  enum Why {
    /** Another one ran or waited. */
    OVERLAP("overlap"),
    /** As many turns waited as may. */
    QUEUE_FULL("queue-full"),
    /** The session has had all its turns. */
    TURN_LIMIT("turn-limit"),
    /** The deadline of the session's budget has passed. */
    DEADLINE("deadline"),
    /** The node cannot go on with the session. */
    WORLD_MISMATCH("world-mismatch");

    private final String wire;

    Why(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
