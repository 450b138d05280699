package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** What a session is doing, as listings show it. */
public enum SessionStatus {
  IDLE("idle"),
  RUNNING("running"),
  /** Its turn waits for a person or a time, and for nothing else. */
  WAITING("waiting"),
  STOP_REQUESTED("stop-requested"),
  STOPPED("stopped"),
  /** The running step is finished, then the session is paused. */
  PAUSE_REQUESTED("pause-requested"),
  PAUSED("paused"),
  /** Its REPL could not be rebuilt; it goes on when it is resumed. */
  SUSPENDED("suspended"),
  QUARANTINED("quarantined"),
  /** It is being removed. */
  PURGED("purged");

  private final String wire;

  SessionStatus(String wire) {
    this.wire = wire;
  }

  /** Those of sessions that go on by themselves, and are woken when their node has died. */
  public static List<SessionStatus> unfinished() {
    return List.of(RUNNING, STOP_REQUESTED, PAUSE_REQUESTED);
  }

  @JsonValue
  public String wire() {
    return wire;
  }
}
