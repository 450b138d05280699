package dev.fractal.cli;

import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeJson;
import dev.fractal.view.TreeView;
import picocli.CommandLine.Command;

@Command(
    name = "tree",
    description = "A session and everything below it: status, work, cost, who waits for whom.")
final class TreeVerb extends TreeReadVerb {
  private static final int WIDTH = 60;

  @Override
  Report read(TreeView tree, SessionReader reader, Invocation invocation) {
    return Report.ok(() -> TreeJson.tree(tree), () -> table(tree, invocation.style()));
  }

  private static String table(TreeView tree, Style style) {
    var table =
        new Table(style, "SESSION", "STATUS", "TURNS", "STEPS", "OWN", "SUBTREE", "WAITS FOR");
    add(table, tree, "", "");
    return table.render();
  }

  private static void add(Table table, TreeView node, String branch, String indent) {
    var member = node.member();
    var activity = member.activity();
    table.row(
        branch + member.session(),
        member.status().wire(),
        activity.turns(),
        activity.steps(),
        Wording.usd(member.spent().total().usd()),
        Wording.usd(node.subtree().total().usd()),
        Wording.shortened(String.join(", ", activity.waits()), WIDTH));
    var children = node.children();
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      add(table, children.get(i), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "));
    }
  }
}
