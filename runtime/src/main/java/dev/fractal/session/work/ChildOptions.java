package dev.fractal.session.work;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Wish;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.capability.Tightening;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.schema.ValueSchema;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a child is made with: its parent's settings, which the options of {@code rlm} may only
 * tighten. Identity, depth and place come from the actor, never from the options.
 */
final class ChildOptions {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> GATES = new TypeReference<>() {};

  /** In the order in which they hold. */
  private static final Map<String, Option> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("model", ChildOptions::model);
    OPTIONS.put("budget", ChildOptions::budget);
    OPTIONS.put("profile", ChildOptions::profile);
    OPTIONS.put("capability", ChildOptions::capability);
    OPTIONS.put("schema", ChildOptions::typed);
  }

  /** One option: tightens what the child is made with. */
  private interface Option {
    /**
     * The settings with the option.
     *
     * @throws IllegalArgumentException with one sentence for the cell
     */
    SessionSpec on(SessionSpec child, SessionSpec parent, JsonNode value);
  }

  private ChildOptions() {}

  /**
   * The child's settings.
   *
   * @throws IllegalArgumentException with one sentence for the cell
   */
  static SessionSpec spec(InTurn at, Budget grant, JsonNode options) {
    var parent = at.core();
    int deepest = parent.spec().authority().capability().limits().maxDepth();
    int depth = parent.spec().descent().depth();
    if (depth >= deepest) {
      throw new IllegalArgumentException(
          "sessions nest at most %d deep and this one is at depth %d; do this part here"
              .formatted(deepest, depth));
    }
    var spec = needing(at.approvals(), parent.spec().child(parent.id()).with(grant));
    if (options.isMissingNode() || options.isNull()) {
      return spec;
    }
    check(options);
    for (var option : OPTIONS.entrySet()) {
      if (options.hasNonNull(option.getKey())) {
        spec = option.getValue().on(spec, parent.spec(), options.get(option.getKey()));
      }
    }
    return spec;
  }

  /** What the parent's turn needs a yes for, its children do too. */
  private static SessionSpec needing(Approvals approvals, SessionSpec child) {
    var authority = child.authority();
    return child.with(
        authority.with(authority.profile(), authority.capability().needing(approvals)));
  }

  private static void check(JsonNode options) {
    if (!options.isObject()) {
      throw new IllegalArgumentException("the options of rlm are an object, not " + options);
    }
    for (var names = options.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!OPTIONS.containsKey(name)) {
        throw new IllegalArgumentException(
            "rlm has no option '%s'; it takes {%s}, and the rest comes from this session"
                .formatted(name, String.join(", ", OPTIONS.keySet())));
      }
    }
  }

  /** The JSON Schema that the child's value must fit; it belongs to the child's turn. */
  static Optional<String> schema(JsonNode options) {
    return Optional.of(options.path("schema"))
        .filter(schema -> !schema.isMissingNode() && !schema.isNull())
        .map(JsonNode::toString);
  }

  private static SessionSpec typed(SessionSpec child, SessionSpec parent, JsonNode value) {
    var _ = ValueSchema.of(value);
    return child;
  }

  /** One of the models that the parent was given. */
  private static SessionSpec model(SessionSpec child, SessionSpec parent, JsonNode value) {
    var models = parent.models();
    var given = new TreeSet<>(Set.of(models.root()));
    given.add(models.child());
    given.add(models.leaf());
    if (!given.contains(value.asText())) {
      throw new IllegalArgumentException(
          "the option 'model' is one of %s, not %s".formatted(String.join(", ", given), value));
    }
    return child.with(new ModelChoice(value.asText(), value.asText(), models.leaf()));
  }

  /** At most what the parent could have granted at its start; what is left may be less. */
  private static SessionSpec budget(SessionSpec child, SessionSpec parent, JsonNode value) {
    if (!value.isObject()) {
      throw new IllegalArgumentException(
          "the option 'budget' is an object such as {usd: 0.05, calls: 10}, not " + value);
    }
    var wish = Wish.read(JSON.convertValue(value, GATES));
    var beyond = wish.beyond(parent.budget());
    if (beyond.isPresent()) {
      throw new IllegalArgumentException(
          "the option 'budget' can only tighten, and %s asks for more %s than this session has"
              .formatted(value, beyond.get().words()));
    }
    return child.with(child.budget().min(wish));
  }

  private static SessionSpec profile(SessionSpec child, SessionSpec parent, JsonNode value) {
    var authority = child.authority();
    var limits = authority.capability().limits();
    var asked = Profile.named(value.asText()).map(profile -> profile.under(limits));
    var own = Profile.named(authority.profile()).map(profile -> profile.under(limits));
    if (asked.isEmpty() || !asked.get().isAtMost(own.orElse(authority.capability()))) {
      throw new IllegalArgumentException(
          "the option 'profile' can only tighten, and a session with profile '%s' cannot have a child with %s"
              .formatted(authority.profile(), value));
    }
    return child.with(authority.with(value.asText(), asked.get().meet(authority.capability())));
  }

  private static SessionSpec capability(SessionSpec child, SessionSpec parent, JsonNode value) {
    if (!value.isObject()) {
      throw new IllegalArgumentException(
          "the option 'capability' is an object of gates to tighten, such as {write: \"deny\"}, not"
              + " "
              + value);
    }
    Authority authority = child.authority();
    return switch (Tightening.of(JSON.convertValue(value, GATES)).on(authority.capability())) {
      case Tightening.Tightened(var capability) ->
          child.with(authority.with(authority.profile(), capability));
      case Tightening.Widens(var _, var message) -> throw new IllegalArgumentException(message);
    };
  }
}
