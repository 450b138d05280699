package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An open question as a whole.
 *
 * @param to {@code null} for whoever asked for the turn
 * @param due {@code null} when it may be answered at any time
 * @param approves the function whose call waits for a yes, with its arguments as details; {@code
 *     null} for a question
 * @param choices the texts of which the answer is one; empty when it is none of a few
 * @param schema JSON Schema that the answer fits, or {@code null}
 * @param details what goes with the question, or {@code null}
 * @param fallback the answer when nobody gives one in time, or {@code null}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AskDocument(
    AskId id,
    SessionId sessionId,
    int turn,
    String status,
    Optional<String> to,
    String question,
    Instant since,
    Optional<Instant> due,
    Optional<String> approves,
    List<String> choices,
    JsonNode schema,
    JsonNode details,
    JsonNode fallback) {
  public AskDocument {
    choices = List.copyOf(choices);
  }

  /** The whole question of one that would be listed so. */
  public static AskDocument of(
      OpenAsk ask, List<String> choices, JsonNode schema, JsonNode details, JsonNode fallback) {
    return new AskDocument(
        ask.ask(),
        ask.ask().session(),
        ask.ask().turn(),
        OpenAskDocument.OPEN,
        ask.to(),
        ask.question(),
        ask.since(),
        ask.due(),
        ask.approves(),
        choices,
        schema,
        details,
        fallback);
  }
}
