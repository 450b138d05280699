package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * What a session spent.
 *
 * @param turns those that began, oldest first
 * @param total its own, without its children's
 * @param subtree the same with all below it; missing unless the tree is asked for
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SessionCostDocument(
    List<TurnCostDocument> turns,
    SpendDocument total,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SpendDocument> subtree) {
  public SessionCostDocument {
    turns = List.copyOf(turns);
  }
}
