package dev.fractal.session.decide;

import dev.fractal.kernel.Stamps;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.toolset.Toolsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node offers to every session on it.
 *
 * @param doctrine stamp of the behaviour prompt
 * @param former stamps of earlier ones that sessions go on with
 * @param kernel stamp of the kernel
 * @param compactAbove a transcript of more UTF-16 units is compacted before the next turn
 * @param leafInput UTF-16 units of input that one leaf takes
 * @param schemaRepairs values that do not fit a turn's schema and are given back to the model
 * @param toolsets stamps by namespace
 */
public record NodeStamp(
    String doctrine,
    Set<String> former,
    String kernel,
    long compactAbove,
    long leafInput,
    int schemaRepairs,
    Map<String, String> toolsets) {
  public NodeStamp {
    former = Set.copyOf(former);
    toolsets = Map.copyOf(toolsets);
  }

  /** A node with one behaviour prompt. */
  public NodeStamp(
      String doctrine,
      String kernel,
      long compactAbove,
      long leafInput,
      int schemaRepairs,
      Map<String, String> toolsets) {
    this(doctrine, Set.of(), kernel, compactAbove, leafInput, schemaRepairs, toolsets);
  }

  /** The same node with another behaviour prompt. */
  NodeStamp with(String stamp) {
    return new NodeStamp(stamp, former, kernel, compactAbove, leafInput, schemaRepairs, toolsets);
  }

  boolean lacksToolsOf(SessionSpec spec) {
    return Toolsets.missing(spec.authority(), toolsets).isPresent();
  }

  /** Why this node cannot go on with a session. */
  Optional<String> mismatch(SessionId session, SessionSpec spec) {
    boolean taught = spec.doctrine().equals(doctrine) || former.contains(spec.doctrine());
    if (!taught || !Stamps.goesOn(kernel, spec.kernel())) {
      return Optional.of(
          "session %s was started with %s and %s, this node has %s and %s; run the version that made it"
              .formatted(session, spec.doctrine(), spec.kernel(), doctrine, kernel));
    }
    return Toolsets.missing(spec.authority(), toolsets)
        .map(
            namespace ->
                "session %s was started with another toolset '%s' than this node offers; offer the one that it began with"
                    .formatted(session, namespace));
  }
}
