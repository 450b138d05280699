package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of a question that a cell asks somebody: {@code SESSION:TURN.STEP.CELL.CALL}, such as
 * {@code demo:1.2.0.0}. The place in the program says which, so it is the same after every restart.
 * What a session itself asks because its budget has run out is {@code SESSION:TURN.STEP.budget.N}.
 *
 * @param turn from 1
 * @param step from 1
 * @param cell from 0; {@link #BUDGET} for a question about the budget
 * @param call from 0; the number of the question, from 1, when it is about the budget
 */
public record AskId(SessionId session, int turn, int step, int cell, int call) {
  /** In place of a cell: no cell asks, the budget has run out. */
  public static final int BUDGET = -1;

  private static final String BUDGET_WORD = "budget";
  private static final Pattern PLACE =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9}|budget)\\.(\\d{1,9})");

  /**
   * Reads the whole name.
   *
   * @throws IllegalArgumentException with one sentence when it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AskId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw misfit(text);
    }
    return in(new SessionId(text.substring(0, colon)), text.substring(colon + 1));
  }

  /**
   * Reads a name that may leave out its session.
   *
   * @throws IllegalArgumentException with one sentence when it is none, or another session's
   */
  public static AskId in(SessionId session, String text) {
    int colon = text.indexOf(':');
    if (colon >= 0) {
      var whole = parse(text);
      if (!whole.session().equals(session)) {
        throw new IllegalArgumentException(
            "the ask '%s' is not of session %s; name its own session".formatted(text, session));
      }
      return whole;
    }
    var place = PLACE.matcher(text);
    if (!place.matches()) {
      throw misfit(text);
    }
    return new AskId(
        session,
        Integer.parseInt(place.group(1)),
        Integer.parseInt(place.group(2)),
        place.group(3).equals(BUDGET_WORD) ? BUDGET : Integer.parseInt(place.group(3)),
        Integer.parseInt(place.group(4)));
  }

  private static IllegalArgumentException misfit(String text) {
    return new IllegalArgumentException(
        "'%s' does not name an ask; use SESSION:TURN.STEP.CELL.CALL, as a listing shows it"
            .formatted(text));
  }

  /** The name within its session. */
  public String place() {
    return turn + "." + step + "." + (isOfBudget() ? BUDGET_WORD : cell) + "." + call;
  }

  /** Whether it asks for more of the budget. */
  @JsonIgnore
  public boolean isOfBudget() {
    return cell == BUDGET;
  }

  @JsonValue
  public String value() {
    return session + ":" + place();
  }

  @Override
  public String toString() {
    return value();
  }
}
