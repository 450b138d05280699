package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.Json;
import dev.fractal.view.ViewJson;

/** A turn's result as it is printed: the value on standard output, the rest beside it. */
final class TurnReport {
  private final Invocation invocation;
  private final PayloadStore payloads;

  TurnReport(Invocation invocation, PayloadStore payloads) {
    this.invocation = invocation;
    this.payloads = payloads;
  }

  /** Prints a result as a whole answer and gives the exit code. */
  int print(TurnRunner.Ended ended) {
    invocation.print(
        new Report(exit(ended), () -> json(ended.result()), () -> value(ended.result())));
    summary(ended);
    return exit(ended);
  }

  /** Prints a result as one of several, as text only. */
  void part(TurnRunner.Ended ended) {
    if (!invocation.json()) {
      print(ended);
    }
  }

  ObjectNode json(TurnResult result) {
    return new ViewJson(payloads).result(result);
  }

  private String value(TurnResult result) {
    return switch (result.outcome()) {
      case TurnOutcome.Finished(var value) ->
          invocation.style().text(readable(Json.parsed(payloads.text(value))));
      case TurnOutcome.Aborted _ -> "";
    };
  }

  /** A text as it stands, everything else as indented JSON. */
  static String readable(JsonNode value) {
    return value.isTextual() ? value.textValue() : Invocation.pretty(value);
  }

  private void summary(TurnRunner.Ended ended) {
    var style = invocation.notes();
    var result = ended.result();
    if (result.outcome() instanceof TurnOutcome.Aborted(_, var reason)) {
      invocation.note(style.red("error: ") + style.text(reason.type() + ": " + reason.message()));
    }
    invocation.note(
        style.dim(
            "%s · session %s · turn %d · %s · %s"
                .formatted(
                    result.outcome().terminal().wire(),
                    result.session(),
                    result.turn(),
                    Wording.count(result.steps(), "step"),
                    Wording.spend(result.spend()))));
    if (ended.interrupted()) {
      invocation.say("interrupted; go on with: bin/fractal turn " + result.session() + " \"…\"");
    }
  }

  static int exit(TurnRunner.Ended ended) {
    return ended.interrupted() ? Exit.INTERRUPTED : Exit.of(ended.result().outcome().terminal());
  }
}
