package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * A variable, which the document of all of them has by its name.
 *
 * @param digest content address of its canonical form
 * @param exact whether it is kept exactly
 * @param reason why it cannot be; missing when it can
 * @param preview a short text of its value; empty when it was not saved yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VariableDocument(
    String digest,
    boolean exact,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason,
    String preview) {}
