package dev.fractal.cli;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.protocol.Failure;
import dev.fractal.view.Inert;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.Standstills;
import dev.fractal.view.ViewJson;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "ls", description = "List sessions, last changed first.")
final class LsVerb extends Verb {
  @Option(names = "--limit", paramLabel = "N", description = "At most so many; default: 50.")
  int limit = 50;

  @Override
  int run(Invocation invocation) {
    if (limit < 1) {
      throw CliException.usage("--limit " + limit + " is too low; use 1 or more");
    }
    var place = directory(invocation).find();
    if (place.isEmpty()) {
      invocation.note(
          "no sessions: no .fractal directory in "
              + invocation.env().directory()
              + " or above it; 'run' makes one");
      return invocation.print(
          Report.ok(() -> Json.array(List.<CatalogRow>of(), _ -> Json.object()), () -> ""));
    }
    try (var reader = invocation.env().launchers().readers().open(place.get())) {
      return invocation.print(report(reader.sessions(limit), reader, invocation));
    }
  }

  private static Report report(List<CatalogRow> rows, SessionReader reader, Invocation invocation) {
    return Report.ok(
        () -> Json.array(rows, row -> ViewJson.row(row, reader)),
        () -> rows.isEmpty() ? "" : table(rows, invocation.style()) + reasons(rows, reader));
  }

  /** One line for each session that does not go on by itself. */
  private static String reasons(List<CatalogRow> rows, SessionReader reader) {
    var lines = new StringBuilder();
    for (var row : rows) {
      Standstills.of(row, reader)
          .ifPresent(
              still ->
                  lines.append(
                      "\n%s is %s since %s: %s"
                          .formatted(
                              row.session(),
                              row.status().wire(),
                              still.since().map(Wording::time).orElse("an unknown time"),
                              still.reason().map(Failure::message).map(Inert::line).orElse(""))));
    }
    return lines.toString();
  }

  private static String table(List<CatalogRow> rows, Style style) {
    var table = new Table(style, "SESSION", "STATUS", "TURNS", "COST", "CHANGED");
    rows.forEach(
        row ->
            table.row(
                row.session(),
                row.status().wire(),
                row.progress().turns(),
                Wording.usd(row.progress().usd()),
                Wording.time(row.changed())));
    return table.render();
  }
}
