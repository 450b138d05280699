package dev.fractal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
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

  /** For a verb that goes on with a session, whose budget was fixed at its start. */
  void refuse(SessionId id) {
    if (usd != null || limits != null) {
      throw CliException.usage(
          "what session '"
              + id
              + "' may spend was fixed at its start; `fractal fork` goes on with a new budget");
    }
  }
}
