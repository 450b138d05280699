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

  /** Prints what came of a turn as a whole answer and gives the exit code. */
  int print(TurnRunner.Watched watched) {
    invocation.print(new Report(exit(watched), () -> json(watched), () -> text(watched)));
    switch (watched) {
      case TurnRunner.Ended ended -> summary(ended);
      case TurnRunner.Asked asked -> AskReport.print(asked, invocation);
    }
    return exit(watched);
  }

  /** Prints what came of one turn of several, as text only. */
  void part(TurnRunner.Watched watched) {
    if (!invocation.json()) {
      print(watched);
    }
  }

  ObjectNode json(TurnRunner.Watched watched) {
    return switch (watched) {
      case TurnRunner.Ended ended -> json(ended.result());
      case TurnRunner.Asked asked -> AskReport.json(asked);
    };
  }

  private String text(TurnRunner.Watched watched) {
    return watched instanceof TurnRunner.Ended ended ? value(ended.result()) : "";
  }

  private ObjectNode json(TurnResult result) {
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
      var sentence = Hints.with(reason.type() + ": " + reason.message(), reason.type());
      invocation.note(style.red("error: ") + style.text(sentence));
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

  static int exit(TurnRunner.Watched watched) {
    return switch (watched) {
      case TurnRunner.Asked _ -> Exit.WAITS;
      case TurnRunner.Ended ended when ended.interrupted() -> Exit.INTERRUPTED;
      case TurnRunner.Ended ended -> Exit.of(ended.result().outcome().terminal());
    };
  }
}
