package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.view.CostView;
import dev.fractal.view.Glance;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SpendJson;
import dev.fractal.view.TreeView;
import dev.fractal.view.TurnIndex;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "cost", description = "What a session spent, turn by turn.")
final class CostVerb extends SessionReadVerb {
  @Option(names = "--tree", description = "Also what each child with everything below it spent.")
  boolean tree;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var view = TurnIndex.of(id, reader).map(Glance::cost).orElseGet(() -> new CostView(List.of()));
    if (tree) {
      var node = TreeReadVerb.tree(id, reader);
      return Report.ok(
          () -> SpendJson.cost(view, node), () -> table(node, view, invocation.style()));
    }
    return Report.ok(() -> SpendJson.cost(view), () -> table(view, invocation.style()));
  }

  private static String table(TreeView node, CostView view, Style style) {
    var table = heading(style);
    for (var turn : view.turns()) {
      row(table, String.valueOf(turn.turn()), "steps", turn.steps());
      row(table, "", "leaves", turn.leaves());
      for (var child : node.childrenOf(turn.turn())) {
        row(table, "", child.member().session().value(), child.subtree());
      }
    }
    row(table, "all", "own", node.member().spent());
    row(table, "all", "subtree", node.subtree());
    return table.render();
  }

  private static Table heading(Style style) {
    return new Table(style, "TURN", "OF", "REPLIES", "LOST", "INPUT", "OUTPUT", "CACHED", "COST");
  }

  private static String table(CostView view, Style style) {
    var table = heading(style);
    for (var turn : view.turns()) {
      row(table, String.valueOf(turn.turn()), "steps", turn.steps());
      row(table, "", "leaves", turn.leaves());
    }
    row(table, "all", "", view.total());
    return table.render();
  }

  private static void row(Table table, String turn, String of, Spend spend) {
    var total = spend.total();
    table.row(
        turn,
        of,
        spend.replies(),
        spend.lost(),
        Wording.amount(total.input()),
        Wording.amount(total.output()),
        Wording.amount(total.cached()),
        Wording.usd(total.usd()));
  }
}
