package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.repl.Cells;
import dev.fractal.view.document.CallDocument;
import dev.fractal.view.document.CellDocument;
import dev.fractal.view.document.CostDocument;
import dev.fractal.view.document.ErrorDocument;
import dev.fractal.view.document.SpendDocument;
import dev.fractal.view.document.StepDocument;
import dev.fractal.view.document.TokensDocument;
import java.util.Optional;

/** Steps as JSON, with their texts from the payload store. */
public record StepJson(PayloadStore payloads) {
  private static final ErrorDocument CANCELLED =
      new ErrorDocument("Cancelled", "nobody waited for it any more");

  /** One step. */
  public ObjectNode step(StepView step) {
    return Json.document(
        switch (step.answer()) {
          case StepView.Answer.Replied(var reply) ->
              document(step, Optional.of(text(reply)), Optional.empty());
          case StepView.Answer.Failed(var failure) ->
              document(step, Optional.empty(), Optional.of(ErrorDocument.of(failure)));
        });
  }

  private StepDocument document(
      StepView step, Optional<String> reply, Optional<ErrorDocument> error) {
    var evaluation = step.evaluation();
    return new StepDocument(
        step.turn(),
        step.step(),
        reply,
        reply.map(text -> Cells.of(text).sources()),
        error,
        step.calls().stream().map(this::call).toList(),
        evaluation.map(of -> of.cells().stream().map(CellDocument::of).toList()),
        evaluation.map(of -> text(of.observation())),
        TokensDocument.of(step.usage()),
        CostDocument.of(step.usage()),
        step.lost());
  }

  private CallDocument call(StepView.Call call) {
    var answer = call.result().map(HostResult::answer);
    return new CallDocument(
        call.cell(),
        call.asked().call(),
        call.asked().function(),
        Json.parsed(text(call.asked().arguments())),
        answer.flatMap(this::value),
        answer.flatMap(StepJson::error),
        call.result().map(result -> SpendDocument.of(result.spend())));
  }

  private Optional<JsonNode> value(Answer answer) {
    return switch (answer) {
      case Answer.Returned(var value) -> Optional.of(Json.parsed(text(value)));
      case Answer.Failed _, Answer.Cancelled _ -> Optional.empty();
    };
  }

  private static Optional<ErrorDocument> error(Answer answer) {
    return switch (answer) {
      case Answer.Returned _ -> Optional.empty();
      case Answer.Failed(var failure) -> Optional.of(ErrorDocument.of(failure));
      case Answer.Cancelled _ -> Optional.of(CANCELLED);
    };
  }

  private String text(Content content) {
    return payloads.text(content);
  }
}
