package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * An open question in a listing.
 *
 * @param to {@code null} for whoever asked for the turn
 * @param question its beginning
 * @param due {@code null} when it may be answered at any time
 * @param approves the function whose call waits for a yes; {@code null} for a question
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OpenAskDocument(
    AskId id,
    SessionId sessionId,
    int turn,
    String status,
    Optional<String> to,
    String question,
    Instant since,
    Optional<Instant> due,
    Optional<String> approves) {
  static final String OPEN = "open";

  public static OpenAskDocument of(OpenAsk ask) {
    return new OpenAskDocument(
        ask.ask(),
        ask.ask().session(),
        ask.ask().turn(),
        OPEN,
        ask.to(),
        ask.question(),
        ask.since(),
        ask.due(),
        ask.approves());
  }

  public OpenAsk ask() {
    return new OpenAsk(id, to, question, since, due, approves);
  }
}
