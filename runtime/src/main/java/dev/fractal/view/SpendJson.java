package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Spend;
import dev.fractal.view.document.ChildCostDocument;
import dev.fractal.view.document.SessionCostDocument;
import dev.fractal.view.document.SpendDocument;
import dev.fractal.view.document.TurnCostDocument;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What was spent as JSON, the same for every way in. */
public final class SpendJson {
  private SpendJson() {}

  /** A session's own cost by turn. */
  public static ObjectNode cost(CostView view) {
    return document(view, _ -> Optional.empty(), Optional.empty());
  }

  /** The same, with each child's subtree in the turn that called it. */
  public static ObjectNode cost(CostView view, TreeView node) {
    return document(
        view,
        turn -> Optional.of(node.childrenOf(turn).stream().map(SpendJson::child).toList()),
        Optional.of(SpendDocument.of(node.subtree())));
  }

  private static ObjectNode document(
      CostView view,
      Function<Integer, Optional<List<ChildCostDocument>>> children,
      Optional<SpendDocument> subtree) {
    return Json.document(
        new SessionCostDocument(
            view.turns().stream().map(turn -> turn(turn, children.apply(turn.turn()))).toList(),
            SpendDocument.of(view.total()),
            subtree));
  }

  private static TurnCostDocument turn(
      CostView.TurnCost cost, Optional<List<ChildCostDocument>> children) {
    return new TurnCostDocument(
        cost.turn(),
        SpendDocument.of(cost.steps()),
        SpendDocument.of(cost.leaves()),
        SpendDocument.of(cost.total()),
        children);
  }

  private static ChildCostDocument child(TreeView node) {
    return new ChildCostDocument(
        node.member().session(),
        node.call(),
        SpendDocument.of(node.member().spent()),
        SpendDocument.of(node.subtree()));
  }

  public static ObjectNode spend(Spend spend) {
    return Json.document(SpendDocument.of(spend));
  }
}
