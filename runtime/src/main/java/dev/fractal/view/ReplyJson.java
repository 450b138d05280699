package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.TurnResult;

/** What sessions answer as JSON, the same for every way in. */
public final class ReplyJson {
  private ReplyJson() {}

  /** {@code {sessionId, status}}. */
  public static ObjectNode done(Done done) {
    return Json.object()
        .put("sessionId", done.session().value())
        .put("status", done.status().wire());
  }

  /** {@code {sessionId, status, turns, queued, head}}. */
  public static ObjectNode described(Described described) {
    var node = Json.object();
    node.put("sessionId", described.session().value());
    node.put("status", described.status().wire());
    node.put("turns", described.turns());
    node.put("queued", described.queued());
    node.set("head", Json.tree(described.head()));
    return node;
  }

  /** {@code {sessionId, status, source, head}}. */
  public static ObjectNode derived(Described described, SessionId source) {
    var node = Json.object();
    node.put("sessionId", described.session().value());
    node.put("status", described.status().wire());
    node.put("source", source.value());
    return node.set("head", Json.tree(described.head()));
  }

  /** {@code {sessionId, child, status}}. */
  public static ObjectNode cancelled(SessionId parent, SessionId child, TurnResult result) {
    return Json.object()
        .put("sessionId", parent.value())
        .put("child", child.value())
        .put("status", result.outcome().terminal().wire());
  }
}
