package dev.fractal.repl;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.budget.Budget;

/** What {@code budget()} shows: what is left, by name; {@code "unlimited"} where nothing limits. */
final class BudgetView {
  private static final JsonMapper JSON = new JsonMapper();

  private BudgetView() {}

  static String of(Budget left) {
    ObjectNode view = JSON.createObjectNode();
    view.putPOJO("usd", left.usd().wire());
    view.putPOJO("tokens", left.tokens().wire());
    view.putPOJO("calls", left.calls().wire());
    view.putPOJO("sessions", left.sessions().wire());
    view.putPOJO("depth", left.depth().wire());
    left.deadline().ifPresent(end -> view.put("deadline", end.toString()));
    return view.toString();
  }
}
