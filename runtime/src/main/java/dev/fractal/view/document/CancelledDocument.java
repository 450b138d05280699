package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnStatus;

/** A child whose turn was cancelled, and how the turn ended. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CancelledDocument(SessionId sessionId, SessionId child, TurnStatus status) {}
