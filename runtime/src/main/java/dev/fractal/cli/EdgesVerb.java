package dev.fractal.cli;

import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Kin;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeJson;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "edges", description = "Which heads of other sessions a session's work led to.")
final class EdgesVerb extends SessionReadVerb {
  @Option(names = "--tree", description = "Also those of everything below the session.")
  boolean tree;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var members =
        (tree ? Kin.of(id, reader).stream().flatMap(Kin::all) : Kin.alone(id, reader).stream())
            .toList();
    var edges = members.stream().flatMap(member -> member.edges().stream()).toList();
    return Report.ok(
        () -> TreeJson.edges(members.stream()),
        () -> edges.isEmpty() ? "" : table(edges, invocation.style()));
  }

  private static String table(List<Edge> edges, Style style) {
    var table = new Table(style, "KIND", "CALL", "SESSION", "HEAD");
    for (var edge : edges) {
      table.row(
          edge.kind().wire(),
          edge.call(),
          edge.session(),
          edge.head().map(HeadId::value).orElse("-"));
    }
    return table.render();
  }
}
