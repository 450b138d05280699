package dev.fractal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Wish;
import dev.fractal.view.Inert;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a new session and everything below it may spend. */
final class BudgetOptions {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> LIMITS = new TypeReference<>() {};

  @Option(
      names = "--budget-usd",
      paramLabel = "N",
      description = "US dollars that the session and everything below it may spend.")
  @Nullable String usd;

  @Option(
      names = "--budget",
      paramLabel = "JSON",
      description = "Limits for the whole tree, e.g. '{\"tokens\": 100000, \"sessions\": 20}'.")
  @Nullable String limits;

  @Option(
      names = "--on-budget",
      paramLabel = "WHAT",
      description =
          "end (default): a turn that the budget runs out for ends; ask: it stands still, and a"
              + " person is asked for more.")
  @Nullable String onBudget;

  @Option(
      names = "--warn-at",
      paramLabel = "PART",
      description = "The part of a limit that is warned of when it is spent; default 0.8.")
  @Nullable String warnAt;

  /** What happens as the budget comes to its end. */
  BudgetPolicy policy() {
    try {
      var policy = BudgetPolicy.USUAL;
      if (onBudget != null) {
        policy = policy.with(OnBudget.parse(onBudget));
      }
      return warnAt == null ? policy : policy.warningAt(new BigDecimal(warnAt));
    } catch (NumberFormatException e) {
      throw CliException.usage(
          "--warn-at '" + Inert.line(String.valueOf(warnAt)) + "' is not a number");
    } catch (IllegalArgumentException e) {
      throw CliException.usage(Inert.line(String.valueOf(e.getMessage())));
    }
  }

  /** The options as a budget; what is not named has no limit. */
  Budget budget() {
    var wish = new LinkedHashMap<String, Object>();
    try {
      if (limits != null) {
        wish.putAll(JSON.readValue(limits, LIMITS));
      }
      if (usd != null) {
        wish.put("usd", new BigDecimal(usd));
      }
      return Wish.read(wish);
    } catch (JsonProcessingException e) {
      throw CliException.usage(
          "--budget is not a JSON object of limits: " + Inert.line(e.getOriginalMessage()));
    } catch (NumberFormatException e) {
      throw CliException.usage(
          "--budget-usd '" + Inert.line(String.valueOf(usd)) + "' is not a number");
    } catch (IllegalArgumentException e) {
      throw CliException.usage(Inert.line(String.valueOf(e.getMessage())));
    }
  }

  /** For a verb that goes on with a session, whose budget was named at its start. */
  void refuse(SessionId id) {
    if (usd != null || limits != null || onBudget != null || warnAt != null) {
      throw CliException.usage(
          "what session '%s' may spend was said at its start; `fractal raise %s` raises it, `fractal fork` goes on with a new budget"
              .formatted(id, id));
    }
  }
}
