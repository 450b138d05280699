package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The stable name of one model or host call of a session: the same call has the same key after
 * every restart, so a result finds its question and a provider can recognise a repeated request.
 */
public record CallKey(@JsonValue String value) implements Comparable<CallKey> {
  private static final Pattern FORM =
      Pattern.compile("(.+)/t(\\d{1,9})/s(\\d{1,9})(?:/c(\\d{1,9})/([gh])\\d{1,9})?");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CallKey {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a call key is not blank");
    }
  }

  /** The root model call of a step. */
  public static CallKey model(SessionId session, int turn, int step) {
    return new CallKey(session + "/t" + turn + "/s" + step);
  }

  /** The {@code call}-th host call (from 0) of the {@code cell}-th cell (from 0) of a step. */
  public static CallKey host(SessionId session, int turn, int step, int cell, int call) {
    return new CallKey(session + "/t" + turn + "/s" + step + "/c" + cell + "/h" + call);
  }

  /** Like {@link #host}, of a call that reaches a file, the network or a program. */
  public static CallKey gate(SessionId session, int turn, int step, int cell, int call) {
    return new CallKey(session + "/t" + turn + "/s" + step + "/c" + cell + "/g" + call);
  }

  /**
   * Where a call was made.
   *
   * @param cell from 0; empty for the root model's own call
   * @param gate whether the cell reached for a file, the network or a program
   */
  public record Site(String session, int turn, int step, Optional<Integer> cell, boolean gate) {}

  /** Where the call was made; empty for a key of another form. */
  public Optional<Site> site() {
    var parts = FORM.matcher(value);
    return parts.matches()
        ? Optional.of(
            new Site(
                parts.group(1),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                Optional.ofNullable(parts.group(4)).map(Integer::valueOf),
                "g".equals(parts.group(5))))
        : Optional.empty();
  }

  /** Whether it names a call that no model is paid for. */
  public boolean isGate() {
    return value.contains("/g");
  }

  @Override
  public int compareTo(CallKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
