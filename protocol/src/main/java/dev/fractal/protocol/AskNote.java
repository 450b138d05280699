package dev.fractal.protocol;

import java.util.List;
import java.util.Optional;

/**
 * An open question, for whoever waits for the turn that it belongs to.
 *
 * @param to who shall answer, in the cell's words; none for whoever asked for the turn
 * @param choices the texts of which the answer is one; empty when it is none of a few
 * @param typed whether the answer is a value that fits a JSON Schema
 * @param approves the function whose call waits for a yes; none for a question
 */
public record AskNote(
    AskId ask,
    Optional<String> to,
    String question,
    List<String> choices,
    boolean typed,
    Optional<String> approves) {
  public AskNote {
    choices = List.copyOf(choices);
  }
}
