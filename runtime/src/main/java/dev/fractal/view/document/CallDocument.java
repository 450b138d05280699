package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A host call of a cell.
 *
 * @param cell number of the cell in its step, from 0
 * @param call number of the call in its cell, from 0
 * @param value what it returned; missing while it runs and when it failed
 * @param error why it failed or was called off; missing otherwise
 * @param spend missing while it runs
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CallDocument(
    int cell,
    int call,
    String function,
    JsonNode arguments,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<JsonNode> value,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ErrorDocument> error,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SpendDocument> spend) {}
