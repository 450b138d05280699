package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.SessionId;

/** A release whose re-check runs. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReleasePendingDocument(String status, SessionId sessionId, String requestId) {}
