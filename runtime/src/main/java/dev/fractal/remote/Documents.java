package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.Json;
import dev.fractal.view.document.CancelledDocument;
import dev.fractal.view.document.CostDocument;
import dev.fractal.view.document.ErrorDocument;
import dev.fractal.view.document.NoteDocument;
import dev.fractal.view.document.PendingDocument;
import dev.fractal.view.document.ProgressDocument;
import dev.fractal.view.document.ReleasePendingDocument;
import dev.fractal.view.document.ReleasedDocument;
import dev.fractal.view.document.ResultDocument;
import dev.fractal.view.document.RowDocument;
import dev.fractal.view.document.StatusDocument;
import dev.fractal.view.document.TokensDocument;
import dev.fractal.view.document.TreeDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a node's documents say back into the protocol's types. */
final class Documents {
  private Documents() {}

  /** Transient news of a turn. */
  static Progress progress(JsonNode document) {
    var news = read(document, ProgressDocument.class);
    return new Progress(
        news.sessionId(),
        news.turnId(),
        news.step(),
        news.phase(),
        news.delta(),
        new Spend(news.usage().at(news.cost()), 0, 0));
  }

  /** A turn's result; its value is the whole JSON text. */
  static TurnResult result(JsonNode document) {
    var result = read(document, ResultDocument.class);
    return new TurnResult(
        result.sessionId(),
        result.turnId(),
        outcome(result),
        result.steps(),
        new Spend(result.usage().at(result.cost()), 0, 0),
        Spent.NONE,
        result.head());
  }

  private static TurnOutcome outcome(ResultDocument result) {
    return result.status() == TurnStatus.FINAL
        ? new TurnOutcome.Finished(Content.inline(result.value().toString()))
        : new TurnOutcome.Aborted(
            result.status(),
            result.error().map(ErrorDocument::failure).orElseGet(() -> new Failure("", "")));
  }

  /** A child's turn of which only its end is known. */
  static TurnResult ended(JsonNode document) {
    var cancelled = read(document, CancelledDocument.class);
    var status = cancelled.status();
    var outcome =
        status == TurnStatus.FINAL
            ? new TurnOutcome.Finished(Content.inline("null"))
            : new TurnOutcome.Aborted(
                status, new Failure(status.wire(), "the turn ended " + status.wire()));
    return new TurnResult(
        cancelled.child(), 1, outcome, 0, Spend.NONE, Spent.NONE, Optional.empty());
  }

  /** A session's status. */
  static Done done(JsonNode document) {
    var status = read(document, StatusDocument.class);
    return new Done(status.sessionId(), status.status());
  }

  /** Whether what was asked for has not come about yet. */
  static boolean isPending(JsonNode document) {
    return document.path("status").asText().equals(PendingDocument.PENDING);
  }

  /** The questions that a pending turn waits for. */
  static List<AskNote> asks(JsonNode document) {
    return read(document, PendingDocument.class).asks().orElse(List.of()).stream()
        .map(NoteDocument::note)
        .toList();
  }

  /** A session's document with its costs as the node wrote them, which parsing does not keep. */
  static ObjectNode glance(ObjectNode document) {
    exact(document);
    document.path("turns").forEach(Documents::exact);
    return document;
  }

  private static void exact(JsonNode priced) {
    if (priced.get("cost") instanceof ObjectNode cost) {
      cost.set("usd", Json.tree(read(cost, CostDocument.class).usd()));
    }
  }

  /**
   * A summary of a session, from its document with the newest turns: more than can wait and run.
   */
  static SessionReply described(JsonNode document) {
    var turns = document.path("turns");
    int count = document.path("earlierTurns").asInt() + turns.size();
    var session = read(document, StatusDocument.class);
    var cost = read(document.path("cost"), CostDocument.class);
    return new SessionReply.Described(
        session.sessionId(),
        session.status(),
        count,
        running(turns),
        (int) with(turns, "queued").count(),
        Optional.of(document.path("head"))
            .filter(JsonNode::isTextual)
            .map(head -> new HeadId(head.asText())),
        new Spend(read(document.path("usage"), TokensDocument.class).at(cost), 0, 0));
  }

  /** The query for a session's events from its open turn on; behind the newest if none is open. */
  static String newest(JsonNode document) {
    return running(document.path("turns"))
        .map(turn -> "turn=" + turn)
        .orElseGet(() -> "after=" + document.path("events").asLong());
  }

  private static Optional<Integer> running(JsonNode turns) {
    return with(turns, "running").findFirst().map(turn -> turn.path("turnId").asInt());
  }

  private static Stream<JsonNode> with(JsonNode turns, String status) {
    return turns.valueStream().filter(turn -> turn.path("status").asText().equals(status));
  }

  /** What came of a release. */
  static SessionReply released(JsonNode document) {
    if (isPending(document)) {
      return new ReleasePending(read(document, ReleasePendingDocument.class).sessionId());
    }
    var released = read(document, ReleasedDocument.class);
    return new Released(
        released.sessionId(),
        released.status(),
        new ReleaseReport(
            released.verdict(), released.reason().failure(), released.finding(), released.head()));
  }

  /** A listing's row. */
  static CatalogRow row(JsonNode document) {
    var row = read(document, RowDocument.class);
    return new CatalogRow(
        row.sessionId(),
        0,
        row.status(),
        new CatalogRow.Family(row.parent(), row.root()),
        new CatalogRow.Progress(row.turns(), row.cost().usd(), row.head()),
        row.started(),
        row.changed());
  }

  /** The sessions of a tree, of which only their places in it are told. */
  static List<CatalogRow> tree(JsonNode document) {
    var rows = new ArrayList<CatalogRow>();
    var tree = read(document, TreeDocument.class);
    collect(tree, Optional.empty(), tree.sessionId(), rows);
    return List.copyOf(rows);
  }

  private static void collect(
      TreeDocument node, Optional<SessionId> parent, SessionId root, List<CatalogRow> rows) {
    rows.add(
        new CatalogRow(
            node.sessionId(),
            0,
            node.status(),
            new CatalogRow.Family(parent, root),
            new CatalogRow.Progress(node.turns(), node.own().cost().usd(), Optional.empty()),
            Instant.EPOCH,
            Instant.EPOCH));
    node.children().forEach(child -> collect(child, Optional.of(node.sessionId()), root, rows));
  }

  /** A document of a kind; throws when the node answers with something else. */
  static <T> T read(JsonNode document, Class<T> kind) {
    try {
      return Json.value(document, kind);
    } catch (IllegalArgumentException e) {
      throw new RemoteProblem(
          "NoNode",
          "the node answers with something that is unknown here ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "); use its own version");
    }
  }
}
