package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a turn spent.
 *
 * @param steps by its own model calls
 * @param leaves by the host calls of its cells
 * @param total as its end states it; the sum of both while it runs
 * @param children those that it called; missing unless the tree is asked for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TurnCostDocument(
    int turnId,
    SpendDocument steps,
    SpendDocument leaves,
    SpendDocument total,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<ChildCostDocument>> children) {}
