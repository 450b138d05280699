package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stable name of one model or host call of a session: the same call has the same key after
 * every restart, so a result finds its question and a provider can recognise a repeated request.
 */
public record CallKey(@JsonValue String value) implements Comparable<CallKey> {
  private static final int MOST_DIGITS = 9;

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

  /** The same call, made again after so many interruptions. */
  public static CallKey model(SessionId session, int turn, int step, int interruptions) {
    var first = model(session, turn, step);
    return interruptions == 0 ? first : new CallKey(first + "/i" + interruptions);
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
   * @param cell from 0; empty for the root model's own call and for the evaluation of its cells
   * @param gate whether the cell reached for a file, the network or a program
   */
  public record Site(String session, int turn, int step, Optional<Integer> cell, boolean gate) {}

  /**
   * Where the call was made; empty for a key of another form. Sessions' ids have no slash in them.
   */
  public Optional<Site> site() {
    var parts = value.split("/", -1);
    var turn = number(parts, 1, "t");
    var step = number(parts, 2, "s");
    if (turn.isEmpty() || step.isEmpty() || parts[0].isEmpty()) {
      return Optional.empty();
    }
    var own = new Site(parts[0], turn.getAsInt(), step.getAsInt(), Optional.empty(), false);
    return switch (parts.length) {
      case 3 -> Optional.of(own);
      case 4 ->
          isEvaluation(parts[3]) || number(parts, 3, "i").isPresent()
              ? Optional.of(own)
              : Optional.empty();
      case 5 -> inCell(own, parts);
      default -> Optional.empty();
    };
  }

  /**
   * {@code eW}, where {@code W} host waves went before, and {@code rN} when it is not the first.
   */
  private static boolean isEvaluation(String part) {
    int again = part.indexOf('r');
    return again < 0
        ? number(new String[] {part}, 0, "e").isPresent()
        : isEvaluation(part.substring(0, again))
            && number(new String[] {part.substring(again)}, 0, "r").isPresent();
  }

  private static Optional<Site> inCell(Site step, String[] parts) {
    var cell = number(parts, 3, "c");
    boolean gate = number(parts, 4, "g").isPresent();
    return cell.isPresent() && (gate || number(parts, 4, "h").isPresent())
        ? Optional.of(
            new Site(step.session, step.turn, step.step, Optional.of(cell.getAsInt()), gate))
        : Optional.empty();
  }

  /** The number behind a letter. */
  private static OptionalInt number(String[] parts, int index, String letter) {
    if (index >= parts.length || !parts[index].startsWith(letter)) {
      return OptionalInt.empty();
    }
    var digits = parts[index].substring(letter.length());
    boolean sound = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
    for (int i = 0; sound && i < digits.length(); i++) {
      sound = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    return sound ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
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
