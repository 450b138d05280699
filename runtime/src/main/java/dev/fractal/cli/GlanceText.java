package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.view.Inert;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A session at a glance as people read it.
 *
 * @param session the document of it, as {@code show --json} prints it
 */
record GlanceText(JsonNode session, Style style) {
  private static final int MESSAGE = 60;

  /** The limits of a budget by name, with what they count. */
  private static final Map<String, String> LIMITS =
      new TreeMap<>(
          Map.of(
              "usd", "US dollars",
              "tokens", "tokens",
              "calls", "model calls",
              "sessions", "sessions"));

  String render() {
    var facts =
        new Table(style, "SESSION", text("/sessionId"))
            .row("status", text("/status"))
            .row("model", text("/models/root"))
            .row("leaf model", text("/models/leaf"))
            .row("profile", text("/profile"))
            .row("capability", text("/capability/stamp"))
            .row("spent", spent());
    LIMITS.forEach((name, unit) -> limit(facts, name, unit));
    if (session.at("/budget/deadline").isTextual()) {
      facts.row("budget ends", time("/budget/deadline"));
    }
    facts
        .row("head", text("/head", "none yet"))
        .row("started", time("/started"))
        .row("changed", time("/changed"));
    session
        .at("/capability/gates")
        .properties()
        .forEach(
            gate -> facts.row("gate " + gate.getKey(), Inert.line(gate.getValue().toString())));
    session
        .path("inputs")
        .properties()
        .forEach(
            input ->
                facts.row(
                    "input " + input.getKey(),
                    input.getValue().path("chars").asText() + " characters"));
    standstill(facts, "quarantine", "quarantine");
    standstill(facts, "suspension", "suspended");
    return facts.render() + (session.path("turns").isEmpty() ? "" : "\n" + turns());
  }

  /** What is left of a limit, and what others have of it. */
  private void limit(Table facts, String name, String unit) {
    var part = session.path("budget").path(name);
    if (part.isObject()) {
      var promised = part.path("promised").decimalValue();
      facts.row(
          "budget",
          "%s of %s %s left%s"
              .formatted(
                  plain(part, "left"),
                  plain(part, "limit"),
                  unit,
                  promised.signum() == 0 ? "" : ", " + plain(part, "promised") + " promised"));
    }
  }

  private static String plain(JsonNode part, String name) {
    return part.path(name).decimalValue().toPlainString();
  }

  private void standstill(Table facts, String name, String word) {
    var reason = session.path(name);
    if (reason.isObject()) {
      facts.row(word, reason.path("type").asText() + ": " + reason.path("message").asText());
      if (reason.path("since").isTextual()) {
        facts.row("since", time("/" + name + "/since"));
      }
      facts.row("next try", "'bin/fractal release " + text("/sessionId") + "'");
    }
  }

  private String spent() {
    return amount("/usage/input", "unknown")
        + " tokens in, "
        + amount("/usage/output", "unknown")
        + " out · "
        + (session.at("/cost/usd").isNull() ? "" : "$")
        + amount("/cost/usd", "unknown cost");
  }

  /** What nobody reported is null. */
  private String amount(String place, String unknown) {
    var amount = session.at(place);
    return amount.isNumber() ? amount.decimalValue().toPlainString() : unknown;
  }

  private String turns() {
    var table = new Table(style, "TURN", "STATUS", "STEPS", "MESSAGE");
    for (var turn : session.path("turns")) {
      table.row(
          turn.path("turnId").asText(),
          turn.path("status").asText(),
          turn.path("steps").asText(),
          Wording.shortened(turn.path("message").asText(), MESSAGE));
    }
    int earlier = session.path("earlierTurns").asInt();
    return table.render()
        + (earlier == 0
            ? ""
            : style.dim(
                earlier
                    + " earlier turns: --before "
                    + (earlier + 1)
                    + ", or more with --turns N\n"));
  }

  private String time(String place) {
    return Wording.time(Instant.parse(text(place)));
  }

  private String text(String place) {
    return text(place, "");
  }

  private String text(String place, String otherwise) {
    return session.at(place).asText(otherwise);
  }
}
