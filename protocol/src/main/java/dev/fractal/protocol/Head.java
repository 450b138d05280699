package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An immutable, content-addressed continuation point of a session.
 *
 * @param basis the head before it: in the same session, or the one it was derived from
 * @param fromEvent first journal sequence number that it covers, from 1
 * @param toEvent last journal sequence number that it covers
 * @param variables digest per variable name
 */
public record Head(
    HeadId id,
    Kind kind,
    Optional<HeadId> basis,
    int turn,
    long fromEvent,
    long toEvent,
    Map<String, String> variables) {

  public Head {
    variables = Map.copyOf(variables);
  }

  /** Builds the head and its address from what it fixes; no clock enters it. */
  public static Head of(
      SessionId session,
      Kind kind,
      Optional<HeadId> basis,
      int turn,
      long fromEvent,
      long toEvent,
      Map<String, String> variables) {
    var fixed = new StringBuilder("fractal-head/1\n");
    fixed.append(session).append('\n').append(kind.wire()).append('\n');
    fixed.append(basis.map(HeadId::value).orElse("-")).append('\n');
    fixed.append(turn).append(' ').append(fromEvent).append(' ').append(toEvent).append('\n');
    new TreeMap<>(variables)
        .forEach((name, digest) -> fixed.append(name).append('=').append(digest).append('\n'));
    return new Head(HeadId.of(fixed.toString()), kind, basis, turn, fromEvent, toEvent, variables);
  }

  /** What made the head. */
  public enum Kind {
    TURN_FINAL("turn-final"),
    COMPACTION("compaction"),
    /** Wreckage: never picked without being named. */
    TURN_ABORTED("turn-aborted");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
