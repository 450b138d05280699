package dev.fractal.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.SessionSpec;

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
  static SessionSpec spec(Core parent, Budget grant, JsonNode options) {
    var authority = parent.spec().authority();
    int deepest = authority.capability().limits().maxDepth();
    int depth = parent.spec().descent().depth();
    if (depth >= deepest) {
      throw new IllegalArgumentException(
          "sessions nest at most %d deep and this one is at depth %d; do this part here"
              .formatted(deepest, depth));
    }
    var spec = parent.spec().child(parent.id()).with(grant);
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
    String profile = options.path("profile").asText(authority.profile());
    if (!profile.equals(authority.profile()) && !profile.equals("locked-down")) {
      throw new IllegalArgumentException(
          "a child of a session with profile '%s' cannot have profile '%s'; options only tighten"
              .formatted(authority.profile(), profile));
    }
    return Profile.named(profile)
        .map(named -> named.under(authority.capability().limits()).meet(authority.capability()))
        .map(narrower -> spec.with(authority.with(profile, narrower)))
        .orElse(spec);
  }
}
