package dev.fractal.protocol.budget;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a turn for which the budget has not enough left. */
public enum OnBudget {
  /** What is asked for fails, or the turn ends {@code budget-exceeded}. */
  END,
  /** The turn stands still where it is, and a person is asked for more. */
  ASK;

  /**
   * Reads the wire form.
   *
   * @throws IllegalArgumentException with one sentence when it is none
   */
  @JsonCreator
  public static OnBudget parse(String word) {
    for (var each : values()) {
      if (each.wire().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "what happens when a budget runs out is 'end' or 'ask', not '" + word + "'");
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
