package dev.fractal.telemetry.trace;

import dev.fractal.protocol.CallKey;
import dev.fractal.telemetry.trace.FinishedSpan.Ids;
import dev.fractal.telemetry.trace.FinishedSpan.Interval;
import dev.fractal.telemetry.trace.SpanNames.CellName;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The spans of a turn, as far as they are known. Confined to a thread. */
final class SpanSheet {
  private static final String REPL = "repl";

  private final EndedTurn turn;
  private final Place place;
  private final Resource resource;
  private final List<SpanData> spans = new ArrayList<>();

  /**
   * No span yet.
   *
   * @param resource the node that tells them
   */
  SpanSheet(EndedTurn turn, Place place, Resource resource) {
    this.turn = turn;
    this.place = place;
    this.resource = resource;
  }

  EndedTurn turn() {
    return turn;
  }

  List<SpanData> spans() {
    return List.copyOf(spans);
  }

  CellName cell(int step, int cell) {
    return new CellName(turn.session().value(), turn.turn(), step, cell);
  }

  /** A model's call: of the turn itself, or of a cell. */
  void chat(
      CallKey call, Optional<CellName> cell, Interval time, String role, Attributes described) {
    var models = turn.models();
    var model = ModelName.of(cell.isPresent() ? models.leaf() : models.root());
    var attributes =
        attributes("chat")
            .put(GenAi.PROVIDER, model.provider())
            .put(GenAi.MODEL, model.model())
            .put(GenAi.ROLE, role)
            .put(GenAi.CALL, call.value())
            .putAll(described);
    var parent = cell.map(CellName::span).orElseGet(this::turnSpan);
    add(
        new Ids(place.trace(), SpanNames.call(call), Optional.of(parent)),
        "chat " + model.model(),
        SpanKind.CLIENT,
        time,
        attributes);
  }

  /** A cell of a reply. */
  void cell(CellName cell, Interval time, Attributes described) {
    var attributes =
        attributes("execute_tool")
            .put(GenAi.TOOL, REPL)
            .put(GenAi.TOOL_TYPE, "extension")
            .put(GenAi.TOOL_CALL, cell.toString())
            .put(GenAi.STEP, cell.step())
            .put(GenAi.CELL, cell.cell())
            .putAll(described);
    add(
        new Ids(place.trace(), cell.span(), Optional.of(turnSpan())),
        "execute_tool " + REPL,
        SpanKind.INTERNAL,
        time,
        attributes);
  }

  /** A cell's call that is answered by no model. */
  void tool(CallKey call, String function, CellName cell, Interval time, Attributes described) {
    var attributes =
        attributes("execute_tool")
            .put(GenAi.TOOL, function)
            .put(GenAi.TOOL_TYPE, "extension")
            .put(GenAi.TOOL_CALL, call.value())
            .putAll(described);
    add(
        new Ids(place.trace(), SpanNames.call(call), Optional.of(cell.span())),
        "execute_tool " + function,
        SpanKind.INTERNAL,
        time,
        attributes);
  }

  /** The turn itself. */
  void turn(Interval time, Attributes described, List<EventData> marks) {
    var model = ModelName.of(turn.models().root());
    var attributes =
        attributes("invoke_agent")
            .put(GenAi.PROVIDER, model.provider())
            .put(GenAi.MODEL, model.model())
            .put(GenAi.DEPTH, turn.descent().depth())
            .putAll(described)
            .build();
    var ids = new Ids(place.trace(), turnSpan(), place.parent());
    spans.add(
        new FinishedSpan(
            ids, "invoke_agent", SpanKind.INTERNAL, time, attributes, marks, resource));
  }

  private String turnSpan() {
    return SpanNames.turn(turn.session(), turn.turn());
  }

  private AttributesBuilder attributes(String operation) {
    return Attributes.builder()
        .put(GenAi.OPERATION, operation)
        .put(GenAi.CONVERSATION, turn.session().value())
        .put(GenAi.TURN, turn.turn());
  }

  private void add(
      Ids ids, String name, SpanKind kind, Interval time, AttributesBuilder attributes) {
    spans.add(new FinishedSpan(ids, name, kind, time, attributes.build(), List.of(), resource));
  }
}
