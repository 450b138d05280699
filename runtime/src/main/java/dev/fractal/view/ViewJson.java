package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.repl.Cells;
import java.util.List;
import java.util.function.Function;

/**
 * The views as JSON, the same for every way in. Texts that lie in the payload store are read whole,
 * so a view of a session may throw {@code PayloadUnavailable}.
 */
public final class ViewJson {
  private final PayloadStore payloads;

  public ViewJson(PayloadStore payloads) {
    this.payloads = payloads;
  }

  /** {@code {status, sessionId, turnId, value, steps, usage, cost, head, error}}. */
  public ObjectNode result(TurnResult result) {
    var total = result.spend().total();
    var node = Json.object();
    node.put("status", result.outcome().terminal().wire());
    node.put("sessionId", result.session().value());
    node.put("turnId", result.turn());
    node.set("value", value(result.outcome()));
    node.put("steps", result.steps());
    node.set("usage", SpendJson.tokens(total));
    node.set("cost", SpendJson.cost(total));
    node.put("head", result.head().map(HeadId::value).orElse(null));
    node.set("error", reason(result.outcome()));
    return node;
  }

  /** A listing's row. */
  public static ObjectNode row(CatalogRow row) {
    var node = Json.object();
    node.put("sessionId", row.session().value());
    node.put("status", row.status().wire());
    node.set("parent", Json.tree(row.family().parent()));
    node.put("root", row.family().root().value());
    node.put("turns", row.progress().turns());
    node.set("cost", Json.object().set("usd", Json.tree(row.progress().usd())));
    node.set("head", Json.tree(row.progress().head()));
    node.put("started", row.started().toString());
    node.put("changed", row.changed().toString());
    return node;
  }

  /** A session at a glance. */
  public ObjectNode session(SessionView view, Spend spend) {
    var node = Json.object();
    node.put("sessionId", view.session().value());
    node.put("status", view.status().wire());
    node.set("parent", Json.tree(view.spec().descent().parent()));
    node.put("root", view.spec().descent().root().orElse(view.session()).value());
    node.set("models", Json.tree(view.spec().models()));
    node.put("profile", view.spec().authority().profile());
    node.set("capability", capability(view.spec().authority().capability()));
    node.set("limits", Json.tree(view.spec().limits()));
    node.set("inputs", Json.tree(view.inputs()));
    node.set("usage", SpendJson.tokens(spend.total()));
    node.set("cost", SpendJson.cost(spend.total()));
    node.put("lost", spend.lost());
    node.set("head", Json.tree(view.head()));
    node.set("quarantine", Json.tree(view.quarantine()));
    node.set("suspension", Json.tree(view.suspension()));
    node.put("started", view.started().toString());
    node.put("changed", view.changed().toString());
    node.set("turns", Json.array(view.turns(), this::turn));
    return node;
  }

  /** {@code {stamp, gates}}. */
  private static ObjectNode capability(Capability capability) {
    var node = Json.object().put("stamp", capability.stamp());
    node.set("gates", Json.tree(capability.wire()));
    return node;
  }

  private ObjectNode turn(TurnView turn) {
    var node = Json.object();
    node.put("turnId", turn.turn());
    node.put("requestId", turn.request().requestId());
    node.put("message", text(turn.message()));
    node.put("status", status(turn));
    turn.end()
        .ifPresent(
            end -> {
              node.set("value", value(end.outcome()));
              node.put("steps", end.steps());
              node.set("usage", SpendJson.tokens(end.spend().total()));
              node.set("cost", SpendJson.cost(end.spend().total()));
              node.set("error", reason(end.outcome()));
              node.put("ended", end.at().toString());
            });
    node.set("opened", Json.tree(turn.opened()));
    node.set("head", Json.tree(turn.head()));
    return node;
  }

  /** A turn's status in a word; {@code queued} and {@code running} before it has ended. */
  public static String status(TurnView turn) {
    return turn.end()
        .map(end -> end.outcome().terminal().wire())
        .orElse(turn.opened().isPresent() ? "running" : "queued");
  }

  /** One step. */
  public ObjectNode step(StepView step) {
    var node = Json.object();
    node.put("turnId", step.turn());
    node.put("step", step.step());
    switch (step.answer()) {
      case StepView.Answer.Replied(var reply) -> {
        node.put("reply", text(reply));
        node.set("code", Json.array(Cells.of(text(reply)).sources(), TextNode::valueOf));
      }
      case StepView.Answer.Failed(var failure) ->
          node.set("error", Json.error(failure.type(), failure.message()));
    }
    node.set("calls", Json.array(step.calls(), this::call));
    step.evaluation()
        .ifPresent(
            evaluation -> {
              node.set("cells", Json.array(evaluation.cells(), Json::tree));
              node.put("observation", text(evaluation.observation()));
            });
    node.set("usage", SpendJson.tokens(step.usage()));
    node.set("cost", SpendJson.cost(step.usage()));
    node.put("lost", step.lost());
    return node;
  }

  private ObjectNode call(StepView.Call call) {
    var node = Json.object();
    node.put("cell", call.cell());
    node.put("call", call.asked().call());
    node.put("function", call.asked().function());
    node.set("arguments", Json.parsed(text(call.asked().arguments())));
    call.result()
        .ifPresent(
            result -> {
              switch (result.answer()) {
                case HostResult.Answer.Returned(var value) ->
                    node.set("value", Json.parsed(text(value)));
                case HostResult.Answer.Failed(var failure) ->
                    node.set("error", Json.error(failure.type(), failure.message()));
              }
              node.set("spend", SpendJson.spend(result.spend()));
            });
    return node;
  }

  /** One entry of a transcript. */
  public ObjectNode message(Message message) {
    return Json.object()
        .put("author", message.author().wire())
        .put("turnId", message.turn())
        .put("text", text(message.content()));
  }

  /** One head. */
  public static ObjectNode head(HeadView view, boolean current) {
    var node = Json.object();
    node.put("head", view.head().id().value());
    node.put("kind", view.head().kind().wire());
    node.put("turnId", view.head().turn());
    node.set("basis", Json.tree(view.head().basis()));
    node.put("fromEvent", view.head().fromEvent());
    node.put("toEvent", view.head().toEvent());
    node.put("at", view.at().toString());
    node.put("current", current);
    node.set("variables", Json.tree(view.head().variables()));
    return node;
  }

  /** Variables by name, each with a short text of its value. */
  public static ObjectNode variables(
      List<VariableView> variables, Function<VariableView, String> preview) {
    var node = Json.object();
    for (var variable : variables) {
      var entry = node.putObject(variable.name());
      entry.put("digest", variable.digest());
      entry.put("exact", variable.inexact().isEmpty());
      variable.inexact().ifPresent(reason -> entry.put("reason", reason));
      entry.put("preview", preview.apply(variable));
    }
    return node;
  }

  private JsonNode value(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished(var value) -> Json.parsed(text(value));
      case TurnOutcome.Aborted _ -> NullNode.getInstance();
    };
  }

  private static JsonNode reason(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> NullNode.getInstance();
      case TurnOutcome.Aborted(TurnStatus _, Failure(var type, var message)) ->
          Json.error(type, message);
    };
  }

  private String text(Content content) {
    return payloads.text(content);
  }
}
