package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Inert;
import dev.fractal.view.Json;
import dev.fractal.view.document.NoteDocument;

/** A turn that waits for people, as it is printed. */
final class AskReport {
  private AskReport() {}

  /** {@code {sessionId, turn, status, asks}}. */
  static ObjectNode json(TurnRunner.Asked asked) {
    var node = Json.object();
    node.put("sessionId", asked.session().value());
    node.put("turn", asked.turn());
    node.put("status", "waiting");
    var asks = node.putArray("asks");
    asked.asks().forEach(ask -> asks.add(Json.document(NoteDocument.of(ask))));
    return node;
  }

  /** Says what is asked and how it is answered. */
  static void print(TurnRunner.Asked asked, Invocation invocation) {
    for (var ask : asked.asks()) {
      invocation.note("asks" + to(ask) + ": " + Inert.text(ask.question()) + form(ask));
      invocation.note(hint(asked.session(), ask));
    }
    invocation.note(
        invocation
            .notes()
            .dim("waiting · session %s · turn %d".formatted(asked.session(), asked.turn())));
  }

  private static String hint(SessionId session, AskNote ask) {
    if (ask.ask().isOfBudget()) {
      return "raise it with: bin/fractal raise %s --usd N (or --tokens, --calls, --sessions); or: bin/fractal answer %s %s --decline \"why\""
          .formatted(session, session, ask.ask().place());
    }
    return ask.approves().isPresent()
        ? "approve it with: bin/fractal approve %s %s; or: bin/fractal reject %s %s \"why\""
            .formatted(session, ask.ask().place(), session, ask.ask().place())
        : "answer it with: bin/fractal answer %s %s \"…\"".formatted(session, ask.ask().place());
  }

  private static String to(AskNote ask) {
    return ask.to().map(name -> " " + Inert.line(name)).orElse("");
  }

  private static String form(AskNote ask) {
    if (ask.ask().isOfBudget()) {
      return "\n  (new limits as JSON, such as {\"usd\": 5}, each the whole)";
    }
    if (ask.typed()) {
      return "\n  (a value that fits its schema)";
    }
    return ask.choices().isEmpty()
        ? ""
        : "\n  (one of: " + Inert.line(String.join(", ", ask.choices())) + ")";
  }
}
