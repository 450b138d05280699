package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.TurnResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a node's documents say back into the protocol's types. */
final class Documents {
  private Documents() {}

  private static Usage usage(JsonNode document) {
    return new Usage(
        quantity(document.at("/usage/input")),
        quantity(document.at("/usage/output")),
        quantity(document.at("/usage/cached")),
        quantity(document.at("/cost/usd")));
  }

  /** Transient news of a turn. */
  static Progress progress(JsonNode document) {
    return new Progress(
        new SessionId(document.path("sessionId").asText()),
        document.path("turnId").asInt(),
        document.path("step").asInt(),
        document.path("phase").asText(),
        document.path("delta").asText(),
        new Spend(usage(document), 0, 0));
  }

  /** A turn's result; its value is the whole JSON text. */
  static TurnResult result(JsonNode document) {
    return new TurnResult(
        new SessionId(document.path("sessionId").asText()),
        document.path("turnId").asInt(),
        outcome(document),
        document.path("steps").asInt(),
        new Spend(usage(document), 0, 0),
        Spent.NONE,
        text(document.path("head")).map(HeadId::new));
  }

  private static TurnOutcome outcome(JsonNode document) {
    var status = turnStatus(document.path("status").asText());
    return status == TurnStatus.FINAL
        ? new TurnOutcome.Finished(Content.inline(document.path("value").toString()))
        : new TurnOutcome.Aborted(
            status,
            new Failure(
                document.at("/error/type").asText(), document.at("/error/message").asText()));
  }

  /** A turn of which only its end is known. */
  static TurnResult ended(SessionId session, String word) {
    var status = turnStatus(word);
    var outcome =
        status == TurnStatus.FINAL
            ? new TurnOutcome.Finished(Content.inline("null"))
            : new TurnOutcome.Aborted(status, new Failure(word, "the turn ended " + word));
    return new TurnResult(session, 1, outcome, 0, Spend.NONE, Spent.NONE, Optional.empty());
  }

  /** A listing's row. */
  static CatalogRow row(JsonNode document) {
    return new CatalogRow(
        new SessionId(document.path("sessionId").asText()),
        0,
        status(document.path("status").asText()),
        new CatalogRow.Family(
            text(document.path("parent")).map(SessionId::new),
            new SessionId(document.path("root").asText())),
        new CatalogRow.Progress(
            document.path("turns").asInt(),
            quantity(document.at("/cost/usd")),
            text(document.path("head")).map(HeadId::new)),
        Instant.parse(document.path("started").asText()),
        Instant.parse(document.path("changed").asText()));
  }

  /** The sessions of a tree, of which only their places in it are told. */
  static List<CatalogRow> tree(JsonNode document) {
    var rows = new ArrayList<CatalogRow>();
    var root = new SessionId(document.path("sessionId").asText());
    collect(document, Optional.empty(), root, rows);
    return List.copyOf(rows);
  }

  private static void collect(
      JsonNode node, Optional<SessionId> parent, SessionId root, List<CatalogRow> rows) {
    var session = new SessionId(node.path("sessionId").asText());
    rows.add(
        new CatalogRow(
            session,
            0,
            status(node.path("status").asText()),
            new CatalogRow.Family(parent, root),
            new CatalogRow.Progress(
                node.path("turns").asInt(), quantity(node.at("/own/cost/usd")), Optional.empty()),
            Instant.EPOCH,
            Instant.EPOCH));
    node.path("children").forEach(child -> collect(child, Optional.of(session), root, rows));
  }

  static SessionStatus status(String word) {
    return Arrays.stream(SessionStatus.values())
        .filter(status -> status.wire().equals(word))
        .findFirst()
        .orElseThrow(() -> strange("status '" + word + "'"));
  }

  private static TurnStatus turnStatus(String word) {
    return Arrays.stream(TurnStatus.values())
        .filter(status -> status.wire().equals(word))
        .findFirst()
        .orElseThrow(() -> strange("turn's end '" + word + "'"));
  }

  private static RemoteProblem strange(String what) {
    return new RemoteProblem(
        "NoNode", "the node tells of a " + what + " that is unknown here; use its own version");
  }

  private static Quantity quantity(JsonNode node) {
    return node.isNumber() ? Quantity.of(node.decimalValue()) : Quantity.unknown();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }
}
