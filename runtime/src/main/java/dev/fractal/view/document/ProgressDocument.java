package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.SessionId;

/** Transient news of an open turn. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProgressDocument(
    String type,
    SessionId sessionId,
    int turnId,
    int step,
    String phase,
    String delta,
    TokensDocument usage,
    CostDocument cost) {}
