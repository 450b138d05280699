package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnStatus;
import java.util.Optional;

/**
 * What a turn came to.
 *
 * @param value what {@code FINAL} was given; {@code null} when the turn ended otherwise
 * @param head {@code null} when it published none
 * @param error {@code null} when it ended with {@code FINAL}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultDocument(
    TurnStatus status,
    SessionId sessionId,
    int turnId,
    JsonNode value,
    int steps,
    TokensDocument usage,
    CostDocument cost,
    Optional<HeadId> head,
    Optional<ErrorDocument> error) {}
