package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.TurnOutcome.Aborted;
import dev.fractal.protocol.TurnOutcome.Finished;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.TurnResult;

/** What {@code rlm} gives to the cell: {@code {rlm, status, value, session, head, meta}}. */
final class ChildEnvelope {
  private static final JsonMapper JSON = new JsonMapper();

  private ChildEnvelope() {}

  /** JSON text; may block on the payload store. */
  static String json(TurnResult result, PayloadStore payloads) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("rlm", true);
    envelope.put("status", result.outcome().terminal().wire());
    ObjectNode meta = JsonNodeFactory.instance.objectNode();
    meta.put("steps", result.steps());
    meta.set("usage", JSON.valueToTree(result.spend().total()));
    meta.set("tree", tree(result.tree()));
    switch (result.outcome()) {
      case Finished(var value) -> envelope.set("value", parsed(payloads.text(value)));
      case Aborted(var _, var reason) -> {
        envelope.putNull("value");
        meta.set("error", JSON.valueToTree(reason));
      }
    }
    envelope.put("session", result.session().value());
    envelope.put("head", result.head().map(HeadId::value).orElse(null));
    envelope.set("meta", meta);
    return envelope.toString();
  }

  /** What the child and everything below it used. */
  private static ObjectNode tree(Spent used) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.set("usd", JSON.valueToTree(used.usd()));
    tree.set("tokens", JSON.valueToTree(used.tokens()));
    tree.put("calls", used.counted().calls());
    tree.put("sessions", used.counted().sessions());
    return tree;
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a final value is no JSON", e);
    }
  }
}
