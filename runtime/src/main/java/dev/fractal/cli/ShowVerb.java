package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.view.CostView;
import dev.fractal.view.Inert;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SessionView;
import dev.fractal.view.TurnView;
import dev.fractal.view.ViewJson;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "show", description = "A session at a glance.")
final class ShowVerb extends SessionReadVerb {
  private static final int MESSAGE = 60;

  @Override
  Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation) {
    var view =
        SessionView.of(journal)
            .orElseThrow(
                () ->
                    new CliException(
                        "UnreadableEvent",
                        "the journal of session '"
                            + id
                            + "' does not begin with its start; see 'events' and 'check'",
                        Exit.ERROR));
    var spend = CostView.of(journal).total();
    return Report.ok(
        () -> new ViewJson(reader.payloads()).session(view, spend),
        () -> text(view, spend, reader.payloads(), invocation.style()));
  }

  private static String text(SessionView view, Spend spend, PayloadStore payloads, Style style) {
    var models = view.spec().models();
    var facts =
        new Table(style, "SESSION", view.session().value())
            .row("status", view.status().wire())
            .row("model", models.root())
            .row("leaf model", models.leaf())
            .row("profile", view.spec().authority().profile())
            .row("capability", view.spec().authority().capability().stamp())
            .row("spent", Wording.spend(spend))
            .row("head", view.head().map(HeadId::value).orElse("none yet"))
            .row("started", Wording.time(view.started()))
            .row("changed", Wording.time(view.changed()));
    var gates = view.spec().authority().capability().wire();
    gates.forEach((gate, rules) -> facts.row("gate " + gate, Inert.line(rules.toString())));
    view.inputs().forEach((name, ref) -> facts.row("input " + name, ref.chars() + " characters"));
    view.quarantine().map(ShowVerb::words).ifPresent(why -> facts.row("quarantine", why));
    view.suspension().map(ShowVerb::words).ifPresent(why -> facts.row("suspended", why));
    return facts.render() + (view.turns().isEmpty() ? "" : "\n" + turns(view, payloads, style));
  }

  private static String turns(SessionView view, PayloadStore payloads, Style style) {
    var table = new Table(style, "TURN", "STATUS", "STEPS", "MESSAGE");
    for (var turn : view.turns()) {
      table.row(
          turn.turn(),
          ViewJson.status(turn),
          turn.end().map(TurnView.End::steps).map(String::valueOf).orElse(""),
          Wording.shortened(payloads.text(turn.message()), MESSAGE));
    }
    return table.render();
  }

  private static String words(Failure failure) {
    return failure.type() + ": " + failure.message();
  }
}
