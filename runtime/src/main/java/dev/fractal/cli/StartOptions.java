package dev.fractal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.capability.Tightening;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.Inert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a new session may do and spend: a profile, what of it is tighter, a budget. */
final class StartOptions {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> GATES = new TypeReference<>() {};

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Capability profile: locked-down, default or trusted.")
  @Nullable String profile;

  @Option(
      names = "--tighten",
      paramLabel = "JSON|FILE",
      description = "Gates that are tighter than the profile's, e.g. '{\"read\": [\"docs\"]}'.")
  @Nullable String tighten;

  @Mixin ApprovalOptions approvals = new ApprovalOptions();

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "Generations of child sessions below this one; at most the node's.")
  @Nullable Integer maxDepth;

  @Mixin BudgetOptions budget = new BudgetOptions();

  /**
   * A checked plan of a start.
   *
   * @param budget what the session and everything below it may use
   * @param policy what happens as it comes to its end
   * @param tightenings by the option that asks for each, in the order in which they hold
   */
  record Start(
      Profile profile, Map<String, Tightening> tightenings, Budget budget, BudgetPolicy policy) {
    /** The settings with everything tightened; an override that would widen is a usage error. */
    SessionSpec on(SessionSpec spec) {
      var authority = spec.authority();
      return spec.with(authority.with(authority.profile(), tightened(authority.capability())))
          .with(budget.min(spec.budget()))
          .with(policy);
    }

    private Capability tightened(Capability whole) {
      var capability = whole;
      for (var asked : tightenings.entrySet()) {
        capability =
            switch (asked.getValue().on(capability)) {
              case Tightening.Tightened(var tighter) -> tighter;
              case Tightening.Widens(var _, var message) ->
                  throw CliException.usage(asked.getKey() + ": " + message);
            };
      }
      return capability;
    }
  }

  /** The options as a plan; throws before anything has been started when one is unusable. */
  Start plan(CliEnvironment env) {
    var tightenings = new LinkedHashMap<String, Tightening>();
    if (tighten != null) {
      tightenings.put("--tighten", gates(tighten, env));
    }
    if (approvals.isGiven()) {
      tightenings.put("--approve", Tightening.of(Map.of("approve", approvals.approvals().names())));
    }
    if (maxDepth != null) {
      if (maxDepth < 0) {
        throw CliException.usage("--max-depth " + maxDepth + " is too low; use 0 or more");
      }
      tightenings.put(
          "--max-depth " + maxDepth,
          Tightening.of(Map.of("limits", Map.of("max-depth", maxDepth))));
    }
    var start = new Start(chosen(), tightenings, budget.budget(), budget.policy());
    var _ = start.tightened(start.profile().under(Limits.NONE));
    return start;
  }

  private Profile chosen() {
    return profile == null ? Profile.DEFAULT : named(profile);
  }

  static Profile named(String label) {
    return Profile.named(label)
        .orElseThrow(
            () ->
                CliException.usage(
                    "--profile '"
                        + Inert.line(label)
                        + "' is unknown; use locked-down, default or trusted"));
  }

  private static Tightening gates(String word, CliEnvironment env) {
    var text = word.stripLeading().startsWith("{") ? word : content(word, env);
    try {
      return Tightening.of(JSON.readValue(text, GATES));
    } catch (JsonProcessingException e) {
      throw CliException.usage(
          "--tighten is not a JSON object of gates: " + Inert.line(e.getOriginalMessage()));
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--tighten: " + Inert.line(String.valueOf(e.getMessage())));
    }
  }

  private static String content(String word, CliEnvironment env) {
    try {
      Path file = env.directory().resolve(word).normalize();
      return Files.readString(file);
    } catch (InvalidPathException | IOException e) {
      throw CliException.usage(
          "--tighten '"
              + Inert.line(word)
              + "' is neither a JSON object nor a file that can be read; write"
              + " --tighten '{\"write\": \"deny\"}'");
    }
  }

  /** For a verb that goes on with a session, whose capability was fixed at its start. */
  void refuse(SessionId id) {
    refuse(id, "--approve", approvals.approve);
    refuseForTurn(id);
  }

  /** The same for a turn, which may need more approvals than its session. */
  void refuseForTurn(SessionId id) {
    refuse(id, "--profile", profile);
    refuse(id, "--tighten", tighten);
    refuse(id, "--max-depth", maxDepth);
    budget.refuse(id);
  }

  private static void refuse(SessionId id, String option, @Nullable Object value) {
    if (value != null) {
      throw CliException.usage(
          "what session '"
              + id
              + "' may do was fixed at its start; leave "
              + option
              + " out, or start another session with it");
    }
  }
}
