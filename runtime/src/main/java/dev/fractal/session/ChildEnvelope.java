package dev.fractal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.TurnOutcome.Aborted;
import dev.fractal.protocol.TurnOutcome.Finished;
import dev.fractal.protocol.TurnResult;

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

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a final value is no JSON", e);
    }
  }
}
