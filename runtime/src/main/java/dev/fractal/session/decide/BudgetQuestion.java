package dev.fractal.session.decide;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.budget.BudgetLedger.Exhausted;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.event.Ask;
import dev.fractal.session.state.Core;
import java.util.List;
import java.util.Optional;

/** The question for more of a budget. Its answer is the new limits. */
public final class BudgetQuestion {
  private static final String LIMIT =
      "{\"type\":\"%s\",\"exclusiveMinimum\":0,\"maximum\":"
          + Raise.MOST.toPlainString()
          + ",\"description\":\"%s\"}";

  /** What an answer is: limits by name, at least one. */
  public static final String SCHEMA =
      "{\"type\":\"object\",\"minProperties\":1,\"additionalProperties\":false,\"properties\":{"
          + property("usd", "number", "new limit in US dollars, the whole of it")
          + ","
          + property("tokens", "integer", "new limit of tokens")
          + ","
          + property("calls", "integer", "new limit of model calls")
          + ","
          + property("sessions", "integer", "new limit of sessions of the tree")
          + "}}";

  private BudgetQuestion() {}

  private static String property(String name, String type, String description) {
    return "\"" + name + "\":" + LIMIT.formatted(type, description);
  }

  static Ask of(Core core, Exhausted why) {
    var ledger = core.account().ledger();
    var dimension = why.dimension();
    var question =
        "The budget of session %s has not enough %s left: %s of %s are spent, %s promised or in flight. What is the new limit?"
            .formatted(
                core.id(),
                dimension.words(),
                ledger.spent().counted().of(dimension).toPlainString(),
                ledger.cap().of(dimension).amount().toPlainString(),
                ledger
                    .taken()
                    .of(dimension)
                    .subtract(ledger.spent().counted().of(dimension))
                    .toPlainString());
    return new Ask(
        Optional.empty(),
        question,
        Optional.empty(),
        List.of(),
        Optional.of(Content.inline(SCHEMA)),
        Optional.empty(),
        core.spec().budget().deadline(),
        Optional.empty());
  }
}
