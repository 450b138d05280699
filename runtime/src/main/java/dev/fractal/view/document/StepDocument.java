package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * A step of a turn.
 *
 * @param reply what the model wrote; missing when it did not answer
 * @param code sources of the reply's cells; missing with the reply
 * @param error why the model did not answer; missing when it did
 * @param calls host calls in the order in which they were asked for
 * @param cells missing while they run
 * @param observation missing while the cells run
 * @param lost requests of the model call whose use nobody knows
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StepDocument(
    int turnId,
    int step,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reply,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> code,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<ErrorDocument> error,
    List<CallDocument> calls,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<CellDocument>> cells,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> observation,
    TokensDocument usage,
    CostDocument cost,
    int lost) {
  public StepDocument {
    calls = List.copyOf(calls);
  }
}
