package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import java.util.Optional;

/**
 * What a child of a turn spent.
 *
 * @param call the call that made it
 * @param own what it used itself
 * @param subtree the same with all below it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChildCostDocument(
    SessionId sessionId, Optional<CallKey> call, SpendDocument own, SpendDocument subtree) {}
