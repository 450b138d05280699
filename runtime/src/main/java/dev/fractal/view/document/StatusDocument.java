package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;

/** A session and its status. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusDocument(SessionId sessionId, SessionStatus status) {}
