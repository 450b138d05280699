package dev.fractal.persistence.catalog;

import dev.fractal.protocol.AskId;
import java.time.Instant;
import java.util.Optional;

/**
 * What a listing shows of a question that is open.
 *
 * @param to who shall answer, in the cell's words; none for whoever asked for the turn
 * @param question its beginning, at most {@link #SHOWN} UTF-16 units
 * @param since when it was asked
 * @param due until when it may be answered
 * @param approves the function whose call waits for a yes; none for a question
 */
public record OpenAsk(
    AskId ask,
    Optional<String> to,
    String question,
    Instant since,
    Optional<Instant> due,
    Optional<String> approves) {
  /** UTF-16 units of a question in a listing. */
  public static final int SHOWN = 300;
}
