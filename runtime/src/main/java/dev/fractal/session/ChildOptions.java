package dev.fractal.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.SessionSpec;

/**
 * What a child is made with: its parent's settings, which the options of {@code rlm} may only
 * tighten. Identity and depth come from the actor, never from the options.
 */
final class ChildOptions {
  private ChildOptions() {}

  /**
   * The child's settings.
   *
   * @throws IllegalArgumentException with one sentence for the cell
   */
  static SessionSpec spec(Core parent, JsonNode options) {
    var tree = parent.spec().tree();
    int depth = parent.spec().descent().depth();
    if (depth >= tree.maxDepth()) {
      throw new IllegalArgumentException(
          "sessions nest at most %d deep and this one is at depth %d; do this part here"
              .formatted(tree.maxDepth(), depth));
    }
    var spec = parent.spec().child(parent.id());
    if (options.isMissingNode() || options.isNull()) {
      return spec;
    }
    options
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("profile")) {
                throw new IllegalArgumentException(
                    "rlm has no option '" + name + "'; it takes {profile}");
              }
            });
    String profile = options.path("profile").asText(spec.profile());
    if (!profile.equals(spec.profile()) && !profile.equals("locked-down")) {
      throw new IllegalArgumentException(
          "a child of a session with profile '%s' cannot have profile '%s'; options only tighten"
              .formatted(spec.profile(), profile));
    }
    return spec.withProfile(profile);
  }
}
