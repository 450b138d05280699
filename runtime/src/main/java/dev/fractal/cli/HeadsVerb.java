package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.HeadView;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Command;

@Command(name = "heads", description = "A session's heads, oldest first; * marks the current one.")
final class HeadsVerb extends SessionReadVerb {
  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var heads = HeadView.of(id, reader);
    var current =
        reader.outlines().standing(id).flatMap(standing -> standing.outline().marks().head());
    Predicate<HeadView> isCurrent = view -> current.equals(Optional.of(view.head().id()));
    return Report.ok(
        () -> Json.array(heads, view -> ViewJson.head(view, isCurrent.test(view))),
        () -> table(heads, isCurrent, invocation.style()));
  }

  private static String table(List<HeadView> heads, Predicate<HeadView> current, Style style) {
    var table = new Table(style, "", "HEAD", "KIND", "TURN", "EVENTS", "VARIABLES", "AT");
    heads.forEach(
        view ->
            table.row(
                current.test(view) ? "*" : "",
                view.head().id(),
                view.head().kind().wire(),
                view.head().turn(),
                view.head().fromEvent() + "-" + view.head().toEvent(),
                view.head().variables().size(),
                Wording.time(view.at())));
    return table.render();
  }
}
