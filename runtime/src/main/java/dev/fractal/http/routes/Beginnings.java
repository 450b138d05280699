package dev.fractal.http.routes;

import dev.fractal.client.SessionIds;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Wish;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.capability.Tightening;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a body says of a new session: who it is, what it may do and spend.
 *
 * @param widest the widest profile that may be named
 */
public record Beginnings(StartTerms terms, Models models, Profile widest) {

  /** A session to be started. */
  record Begin(SessionId session, SessionSpec spec) {}

  Begin read(Fields fields) {
    var named = fields.form("sessionId", SessionId::new);
    var requestId = fields.textIfAny("requestId");
    var choice = models.chosen(fields);
    var profile = profile(fields).orElse(Profile.DEFAULT);
    var tightening = tightening(fields);
    var depth = fields.whole("maxDepth", 0);
    var budget = budget(fields);
    var policy = policy(fields);
    fields.end();
    var spec = terms.spec(choice, profile.compareTo(widest) > 0 ? widest : profile);
    var capability = spec.authority().capability();
    if (tightening.isPresent()) {
      capability = tightened(capability, tightening.get());
    }
    if (depth.isPresent()) {
      capability =
          tightened(capability, Tightening.of(Map.of("limits", Map.of("max-depth", depth.get()))));
    }
    return new Begin(
        named.orElseGet(() -> SessionIds.of(requestId)),
        spec.with(spec.authority().with(spec.authority().profile(), capability))
            .with(budget.min(spec.budget()))
            .with(policy));
  }

  /** The settings of a session about which nothing is said but its models. */
  SessionSpec plain(ModelChoice models) {
    return terms.spec(models, Profile.DEFAULT.compareTo(widest) > 0 ? widest : Profile.DEFAULT);
  }

  /** The profile that the body names. */
  Optional<Profile> profile(Fields fields) {
    var named =
        fields.form(
            "profile",
            label ->
                Profile.named(label)
                    .orElseThrow(
                        () -> new IllegalArgumentException("use locked-down, default or trusted")));
    if (named.filter(profile -> profile.compareTo(widest) > 0).isPresent()) {
      throw new Problem(
              403,
              "ProfileTooWide",
              "while authentication is off sessions are started with at most the profile "
                  + widest.label()
                  + "; see fractal.http.token-file and fractal.http.open-profile")
          .thrown();
    }
    return named;
  }

  /** What the session and everything below it may use. */
  static Budget budget(Fields fields) {
    return fields
        .values("budget")
        .map(wish -> read(fields, "budget", () -> Wish.read(wish)))
        .orElse(Budget.UNLIMITED);
  }

  /** What happens as the budget comes to its end. */
  static BudgetPolicy policy(Fields fields) {
    var end = fields.form("onBudget", OnBudget::parse);
    var policy = BudgetPolicy.USUAL.with(end.orElse(OnBudget.END));
    var part = fields.any("warnAt");
    if (part.isEmpty()) {
      return policy;
    }
    if (!part.get().isNumber()) {
      throw fields.bad("warnAt", "is not a number");
    }
    return read(fields, "warnAt", () -> policy.warningAt(part.get().decimalValue()));
  }

  /** Functions that need a person's yes, besides those that are known to. */
  static List<String> approve(Fields fields) {
    return fields
        .any("approve")
        .map(
            names -> {
              var words = new ArrayList<String>();
              names.forEach(name -> words.add(name.textValue()));
              if (!names.isArray() || words.contains(null)) {
                throw fields.bad("approve", "is not an array of names of functions");
              }
              return read(fields, "approve", () -> new Approvals(words).names());
            })
        .orElse(List.of());
  }

  private static Optional<Tightening> tightening(Fields fields) {
    return fields
        .values("tighten")
        .map(gates -> read(fields, "tighten", () -> Tightening.of(gates)));
  }

  private static Capability tightened(Capability base, Tightening tightening) {
    return switch (tightening.on(base)) {
      case Tightening.Tightened(var tighter) -> tighter;
      case Tightening.Widens(var _, var message) ->
          throw new Problem(403, "WiderThanProfile", message).thrown();
    };
  }

  private static <T> T read(Fields fields, String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw fields.bad(name, "is unusable: " + Fields.shortened(String.valueOf(e.getMessage())));
    }
  }
}
