package dev.fractal.cli;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.view.Json;
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
      return invocation.print(report(List.of(), invocation));
    }
    try (var reader = invocation.env().launchers().readers().open(place.get())) {
      return invocation.print(report(reader.sessions(limit), invocation));
    }
  }

  private static Report report(List<CatalogRow> rows, Invocation invocation) {
    return Report.ok(
        () -> Json.array(rows, ViewJson::row),
        () -> rows.isEmpty() ? "" : table(rows, invocation.style()));
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
