package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.Usage;

/** Tokens and cost as JSON; what nobody reported is {@code null}. */
public final class SpendJson {
  private SpendJson() {}

  /** {@code {turns: […], total}}. */
  public static ObjectNode cost(CostView view) {
    var node = Json.object();
    node.set("turns", Json.array(view.turns(), SpendJson::turnCost));
    node.set("total", spend(view.total()));
    return node;
  }

  private static ObjectNode turnCost(CostView.TurnCost cost) {
    var node = Json.object().put("turnId", cost.turn());
    node.set("steps", spend(cost.steps()));
    node.set("leaves", spend(cost.leaves()));
    node.set("total", spend(cost.total()));
    return node;
  }

  /** {@code {usage, cost, replies, lost}}. */
  public static ObjectNode spend(Spend spend) {
    var node = Json.object();
    node.set("usage", tokens(spend.total()));
    node.set("cost", cost(spend.total()));
    node.put("replies", spend.replies());
    node.put("lost", spend.lost());
    return node;
  }

  static ObjectNode tokens(Usage usage) {
    var node = Json.object();
    node.set("input", Json.tree(usage.input()));
    node.set("output", Json.tree(usage.output()));
    node.set("cached", Json.tree(usage.cached()));
    return node;
  }

  static ObjectNode cost(Usage usage) {
    var node = Json.object();
    node.set("usd", Json.tree(usage.usd()));
    return node;
  }
}
