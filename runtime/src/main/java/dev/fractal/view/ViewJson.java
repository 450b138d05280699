package dev.fractal.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.fractal.client.Progress;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.repl.Cells;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The views as JSON, the same for every way in. Texts that lie in the payload store are read whole,
 * so a view of a session may throw {@code PayloadUnavailable}.
 */
public final class ViewJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private final PayloadStore payloads;

  public ViewJson(PayloadStore payloads) {
    this.payloads = payloads;
  }

  /** A value of the protocol as it is stored. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** The node of a JSON text; a text that is not JSON stands for itself. */
  public static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return NODES.textNode(json);
    }
  }

  /** One array element per item. */
  public static <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> element) {
    var array = NODES.arrayNode();
    items.forEach(item -> array.add(element.apply(item)));
    return array;
  }

  /** {@code {type, message}}. */
  public static ObjectNode error(String type, String message) {
    return NODES.objectNode().put("type", type).put("message", message);
  }

  /** {@code {status, sessionId, turnId, value, steps, usage, cost, head, error}}. */
  public ObjectNode result(TurnResult result) {
    var total = result.spend().total();
    var node = NODES.objectNode();
    node.put("status", result.outcome().terminal().wire());
    node.put("sessionId", result.session().value());
    node.put("turnId", result.turn());
    node.set("value", value(result.outcome()));
    node.put("steps", result.steps());
    node.set("usage", tokens(total));
    node.set("cost", cost(total));
    node.put("head", result.head().map(HeadId::value).orElse(null));
    node.set("error", reason(result.outcome()));
    return node;
  }

  /** A listing's row. */
  public static ObjectNode row(CatalogRow row) {
    var node = NODES.objectNode();
    node.put("sessionId", row.session().value());
    node.put("status", row.status().wire());
    node.set("parent", tree(row.family().parent()));
    node.put("root", row.family().root().value());
    node.put("turns", row.progress().turns());
    node.set("cost", NODES.objectNode().set("usd", tree(row.progress().usd())));
    node.set("head", tree(row.progress().head()));
    node.put("started", row.started().toString());
    node.put("changed", row.changed().toString());
    return node;
  }

  /** A session at a glance. */
  public ObjectNode session(SessionView view, Spend spend) {
    var node = NODES.objectNode();
    node.put("sessionId", view.session().value());
    node.put("status", view.status().wire());
    node.set("parent", tree(view.spec().descent().parent()));
    node.put("root", view.spec().descent().root().orElse(view.session()).value());
    node.set("models", tree(view.spec().models()));
    node.put("profile", view.spec().authority().profile());
    node.set("capability", capability(view.spec().authority().capability()));
    node.set("limits", tree(view.spec().limits()));
    node.set("inputs", tree(view.inputs()));
    node.set("usage", tokens(spend.total()));
    node.set("cost", cost(spend.total()));
    node.put("lost", spend.lost());
    node.set("head", tree(view.head()));
    node.set("quarantine", tree(view.quarantine()));
    node.put("started", view.started().toString());
    node.put("changed", view.changed().toString());
    node.set("turns", array(view.turns(), this::turn));
    return node;
  }

  /** {@code {stamp, gates}}. */
  private static ObjectNode capability(Capability capability) {
    var node = NODES.objectNode().put("stamp", capability.stamp());
    node.set("gates", tree(capability.wire()));
    return node;
  }

  private ObjectNode turn(TurnView turn) {
    var node = NODES.objectNode();
    node.put("turnId", turn.turn());
    node.put("requestId", turn.request().requestId());
    node.put("message", text(turn.message()));
    node.put("status", status(turn));
    turn.end()
        .ifPresent(
            end -> {
              node.set("value", value(end.outcome()));
              node.put("steps", end.steps());
              node.set("usage", tokens(end.spend().total()));
              node.set("cost", cost(end.spend().total()));
              node.set("error", reason(end.outcome()));
              node.put("ended", end.at().toString());
            });
    node.set("opened", tree(turn.opened()));
    node.set("head", tree(turn.head()));
    return node;
  }

  /** A turn's status in a word; {@code queued} and {@code running} before it has ended. */
  public static String status(TurnView turn) {
    return turn.end()
        .map(end -> end.outcome().terminal().wire())
        .orElse(turn.opened().isPresent() ? "running" : "queued");
  }

  /** {@code {type: progress, sessionId, turnId, step, phase, delta, usage, cost}}. */
  public static ObjectNode progress(Progress progress) {
    var node = NODES.objectNode().put("type", "progress");
    node.put("sessionId", progress.session().value());
    node.put("turnId", progress.turn());
    node.put("step", progress.step());
    node.put("phase", progress.phase());
    node.put("delta", progress.delta());
    node.set("usage", tokens(progress.spend().total()));
    node.set("cost", cost(progress.spend().total()));
    return node;
  }

  /** The whole event, with its sequence number and its type's storage name. */
  public static ObjectNode event(JournalEntry entry) {
    var node = NODES.objectNode();
    node.put("sequence", entry.sequence());
    node.put("type", EventFacts.type(entry.event()));
    node.put("at", entry.event().at().toString());
    node.setAll((ObjectNode) tree(entry.event()));
    return node;
  }

  /** The event of such a document; empty when it is of a kind that this build does not know. */
  public static Optional<JournalEntry> entry(JsonNode event) {
    if (!(event instanceof ObjectNode document)) {
      return Optional.empty();
    }
    var fields = document.deepCopy();
    var type = fields.path("type").asText();
    long sequence = fields.path("sequence").asLong();
    fields.remove(List.of("type", "sequence", "sessionId"));
    return EventFacts.kind(type)
        .map(kind -> new JournalEntry(sequence, MAPPER.convertValue(fields, kind)));
  }

  /** One step. */
  public ObjectNode step(StepView step) {
    var node = NODES.objectNode();
    node.put("turnId", step.turn());
    node.put("step", step.step());
    switch (step.answer()) {
      case StepView.Answer.Replied(var reply) -> {
        node.put("reply", text(reply));
        node.set("code", array(Cells.of(text(reply)).sources(), NODES::textNode));
      }
      case StepView.Answer.Failed(var failure) ->
          node.set("error", error(failure.type(), failure.message()));
    }
    node.set("calls", array(step.calls(), this::call));
    step.evaluation()
        .ifPresent(
            evaluation -> {
              node.set("cells", array(evaluation.cells(), ViewJson::tree));
              node.put("observation", text(evaluation.observation()));
            });
    node.set("usage", tokens(step.usage()));
    node.set("cost", cost(step.usage()));
    node.put("lost", step.lost());
    return node;
  }

  private ObjectNode call(StepView.Call call) {
    var node = NODES.objectNode();
    node.put("cell", call.cell());
    node.put("call", call.asked().call());
    node.put("function", call.asked().function());
    node.set("arguments", parsed(text(call.asked().arguments())));
    call.result()
        .ifPresent(
            result -> {
              switch (result.answer()) {
                case HostResult.Answer.Returned(var value) ->
                    node.set("value", parsed(text(value)));
                case HostResult.Answer.Failed(var failure) ->
                    node.set("error", error(failure.type(), failure.message()));
              }
              node.set("spend", spend(result.spend()));
            });
    return node;
  }

  /** One entry of a transcript. */
  public ObjectNode message(Message message) {
    return NODES
        .objectNode()
        .put("author", message.author().wire())
        .put("turnId", message.turn())
        .put("text", text(message.content()));
  }

  /** One head. */
  public static ObjectNode head(HeadView view, boolean current) {
    var node = NODES.objectNode();
    node.put("head", view.head().id().value());
    node.put("kind", view.head().kind().wire());
    node.put("turnId", view.head().turn());
    node.set("basis", tree(view.head().basis()));
    node.put("fromEvent", view.head().fromEvent());
    node.put("toEvent", view.head().toEvent());
    node.put("at", view.at().toString());
    node.put("current", current);
    node.set("variables", tree(view.head().variables()));
    return node;
  }

  /** Variables by name, each with a short text of its value. */
  public static ObjectNode variables(
      List<VariableView> variables, Function<VariableView, String> preview) {
    var node = NODES.objectNode();
    for (var variable : variables) {
      var entry = node.putObject(variable.name());
      entry.put("digest", variable.digest());
      entry.put("exact", variable.inexact().isEmpty());
      variable.inexact().ifPresent(reason -> entry.put("reason", reason));
      entry.put("preview", preview.apply(variable));
    }
    return node;
  }

  /** {@code {turns: […], total}}. */
  public static ObjectNode cost(CostView view) {
    var node = NODES.objectNode();
    node.set("turns", array(view.turns(), ViewJson::turnCost));
    node.set("total", spend(view.total()));
    return node;
  }

  private static ObjectNode turnCost(CostView.TurnCost cost) {
    var node = NODES.objectNode().put("turnId", cost.turn());
    node.set("steps", spend(cost.steps()));
    node.set("leaves", spend(cost.leaves()));
    node.set("total", spend(cost.total()));
    return node;
  }

  /** {@code {usage, cost, replies, lost}}. */
  static ObjectNode spend(Spend spend) {
    var node = NODES.objectNode();
    node.set("usage", tokens(spend.total()));
    node.set("cost", cost(spend.total()));
    node.put("replies", spend.replies());
    node.put("lost", spend.lost());
    return node;
  }

  private static ObjectNode tokens(Usage usage) {
    var node = NODES.objectNode();
    node.set("input", tree(usage.input()));
    node.set("output", tree(usage.output()));
    node.set("cached", tree(usage.cached()));
    return node;
  }

  private static ObjectNode cost(Usage usage) {
    var node = NODES.objectNode();
    node.set("usd", tree(usage.usd()));
    return node;
  }

  private JsonNode value(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished(var value) -> parsed(text(value));
      case TurnOutcome.Aborted _ -> NODES.nullNode();
    };
  }

  private static JsonNode reason(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> NODES.nullNode();
      case TurnOutcome.Aborted(TurnStatus _, Failure(var type, var message)) ->
          error(type, message);
    };
  }

  private String text(Content content) {
    return payloads.text(content);
  }
}
