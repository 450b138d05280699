package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Member;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeJson;
import dev.fractal.view.TreeView;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "edges", description = "Which heads of other sessions a session's work led to.")
final class EdgesVerb extends SessionReadVerb {
  @Option(names = "--tree", description = "Also those of everything below the session.")
  boolean tree;

  private record Row(Member from, Edge edge) {}

  @Override
  Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation) {
    var members =
        tree
            ? TreeReadVerb.tree(id, reader).all().map(TreeView::member)
            : Member.of(journal).stream();
    var rows = members.flatMap(EdgesVerb::rows).toList();
    return Report.ok(
        () -> ViewJson.array(rows, row -> TreeJson.edge(row.from(), row.edge())),
        () -> rows.isEmpty() ? "" : table(rows, invocation.style()));
  }

  private static Stream<Row> rows(Member member) {
    return member.ties().edges().stream().map(edge -> new Row(member, edge));
  }

  private static String table(List<Row> rows, Style style) {
    var table = new Table(style, "KIND", "CALL", "SESSION", "HEAD");
    for (var row : rows) {
      var edge = row.edge();
      table.row(
          edge.kind().wire(),
          edge.call(),
          edge.session(),
          edge.head().map(HeadId::value).orElse("-"));
    }
    return table.render();
  }
}
