package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.PayloadId;

/**
 * A stored text.
 *
 * @param length in characters
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PayloadDocument(PayloadId id, long length, String text) {}
