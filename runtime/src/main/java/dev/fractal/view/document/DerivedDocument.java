package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.util.Optional;

/** A session that was derived, and the head that it goes on from. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DerivedDocument(
    SessionId sessionId, SessionStatus status, SessionId source, Optional<HeadId> head) {}
