package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A question that a cell asks a person.
 *
 * @param to who shall answer, in the cell's words; none for whoever asked for the turn
 * @param question plain text of at most {@link #LONGEST_QUESTION} UTF-16 units
 * @param details JSON text that goes with the question
 * @param choices the texts of which the answer is one; empty when it is free
 * @param schema JSON Schema, as text, that the answer fits
 * @param fallback JSON text that is the answer when nobody gives one in time
 * @param due until when
 * @param approves the function whose call waits for a yes, with its arguments as details; none for
 *     a question
 */
public record Ask(
    Optional<String> to,
    String question,
    Optional<Content> details,
    List<String> choices,
    Optional<Content> schema,
    Optional<Content> fallback,
    Optional<Instant> due,
    Optional<String> approves) {
  /** UTF-16 units of a question, at most. */
  public static final int LONGEST_QUESTION = 4_000;

  /** Choices of one question, at most. */
  public static final int MOST_CHOICES = 50;

  /** UTF-16 units of a choice and of whom is asked, at most. */
  public static final int LONGEST_CHOICE = 200;

  public Ask {
    choices = List.copyOf(choices);
  }

  /** A person is asked whether a function may be called. */
  public static Ask approval(String function, String question, Content arguments) {
    return new Ask(
        Optional.empty(),
        question,
        Optional.of(arguments),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(function));
  }

  /** The same question, which may be answered until then. */
  public Ask until(Instant end) {
    return new Ask(to, question, details, choices, schema, fallback, Optional.of(end), approves);
  }
}
