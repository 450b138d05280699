package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.view.CostView;
import dev.fractal.view.SessionReader;
import dev.fractal.view.ViewJson;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "cost", description = "What a session spent, turn by turn.")
final class CostVerb extends SessionReadVerb {
  @Override
  Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation) {
    var view = CostView.of(journal);
    return Report.ok(() -> ViewJson.cost(view), () -> table(view, invocation.style()));
  }

  private static String table(CostView view, Style style) {
    var table =
        new Table(style, "TURN", "OF", "REPLIES", "LOST", "INPUT", "OUTPUT", "CACHED", "COST");
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
