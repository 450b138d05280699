package dev.fractal.cli;

import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Inert;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.document.OpenAskDocument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "inbox", description = "List what sessions ask people, the oldest first.")
final class InboxVerb extends Verb {
  @Option(names = "--session", paramLabel = "ID", description = "Only those of this tree.")
  @Nullable String session;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many; default: 100.")
  int limit = 100;

  @Override
  int run(Invocation invocation) {
    if (limit < 1) {
      throw CliException.usage("--limit " + limit + " is too low; use 1 or more");
    }
    var tree = Optional.ofNullable(session).map(Arguments::session);
    var place = directory(invocation).find();
    if (place.isEmpty()) {
      return invocation.print(report(List.of(), invocation));
    }
    try (var reader = invocation.env().launchers().readers().open(place.get())) {
      return invocation.print(report(asks(tree, reader), invocation));
    }
  }

  private List<OpenAsk> asks(Optional<SessionId> tree, SessionReader reader) {
    var root = tree.flatMap(reader::session).map(row -> row.family().root());
    if (tree.isPresent() && root.isEmpty()) {
      throw CliException.unknownSession(
          "session '" + tree.get() + "' is unknown; 'ls' lists those that are there");
    }
    return reader.asks(root, limit);
  }

  private static Report report(List<OpenAsk> asks, Invocation invocation) {
    return Report.ok(
        () -> Json.array(asks, ask -> Json.document(OpenAskDocument.of(ask))),
        () -> asks.isEmpty() ? "nothing is asked" : table(asks, invocation.style()));
  }

  private static String table(List<OpenAsk> asks, Style style) {
    var table = new Table(style, "SESSION", "ASK", "TO", "SINCE", "UNTIL", "QUESTION");
    asks.forEach(
        ask ->
            table.row(
                ask.ask().session(),
                ask.ask().place(),
                ask.to().map(Inert::line).orElse("caller"),
                Wording.time(ask.since()),
                ask.due().map(Wording::time).orElse(""),
                Inert.line(ask.question())));
    return table.render();
  }
}
