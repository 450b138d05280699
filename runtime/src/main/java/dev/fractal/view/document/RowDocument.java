package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A session in a listing.
 *
 * @param parent {@code null} for a root
 * @param turns turns ended so far
 * @param reason why it does not go on by itself; {@code null} when it does
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RowDocument(
    SessionId sessionId,
    SessionStatus status,
    Optional<SessionId> parent,
    SessionId root,
    int turns,
    CostDocument cost,
    Optional<HeadId> head,
    Instant started,
    Instant changed,
    Optional<ReasonDocument> reason) {}
