package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.util.Optional;

/**
 * A session in short.
 *
 * @param turns turns accepted so far
 * @param head {@code null} before the first one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DescribedDocument(
    SessionId sessionId, SessionStatus status, int turns, int queued, Optional<HeadId> head) {}
