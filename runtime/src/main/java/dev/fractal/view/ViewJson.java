package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.SessionView.Standstill;
import dev.fractal.view.document.BudgetDocument;
import dev.fractal.view.document.CostDocument;
import dev.fractal.view.document.ErrorDocument;
import dev.fractal.view.document.HeadDocument;
import dev.fractal.view.document.MessageDocument;
import dev.fractal.view.document.ReasonDocument;
import dev.fractal.view.document.ResultDocument;
import dev.fractal.view.document.RowDocument;
import dev.fractal.view.document.SessionDocument;
import dev.fractal.view.document.TokensDocument;
import dev.fractal.view.document.TurnDocument;
import dev.fractal.view.document.VariableDocument;
import java.util.List;
import java.util.Optional;
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

  /** What a turn came to. */
  public ObjectNode result(TurnResult result) {
    var total = result.spend().total();
    return Json.document(
        new ResultDocument(
            result.outcome().terminal(),
            result.session(),
            result.turn(),
            value(result.outcome()),
            result.steps(),
            TokensDocument.of(total),
            CostDocument.of(total),
            result.head(),
            error(result.outcome())));
  }

  /** A listing's row, with why and since when the session does not go on by itself. */
  public static ObjectNode row(CatalogRow row, SessionReader reader) {
    return Json.document(
        new RowDocument(
            row.session(),
            row.status(),
            row.family().parent(),
            row.family().root(),
            row.progress().turns(),
            new CostDocument(row.progress().usd()),
            row.progress().head(),
            row.started(),
            row.changed(),
            Standstills.of(row, reader).flatMap(still -> reason(still.reason(), still))));
  }

  private static Optional<ReasonDocument> reason(Optional<Failure> why, Standstill standstill) {
    return why.map(failure -> ReasonDocument.of(failure, standstill.since()));
  }

  /** A session at a glance. */
  public ObjectNode session(Glance glance) {
    var view = glance.view();
    var spec = view.spec();
    var spend = glance.spent();
    return Json.document(
        new SessionDocument(
            view.session(),
            view.status(),
            spec.descent().parent(),
            spec.descent().root().orElse(view.session()),
            spec.models(),
            spec.authority().profile(),
            SessionDocument.Rights.of(spec.authority().capability()),
            spec.limits(),
            glance.books().map(BudgetDocument::of),
            view.inputs(),
            TokensDocument.of(spend.total()),
            CostDocument.of(spend.total()),
            spend.lost(),
            view.head(),
            reason(view.quarantine(), view.standstill()),
            reason(view.suspension(), view.standstill()).map(ReasonDocument::untilReleased),
            view.started(),
            view.changed(),
            glance.events(),
            view.turns().stream().map(this::turn).toList(),
            glance.earlier()));
  }

  private TurnDocument turn(TurnView turn) {
    return turn.end()
        .<TurnDocument>map(end -> ended(turn, end))
        .orElseGet(
            () ->
                new TurnDocument.Open(
                    turn.turn(),
                    turn.request().requestId(),
                    text(turn.message()),
                    status(turn),
                    turn.opened(),
                    turn.head()));
  }

  private TurnDocument.Ended ended(TurnView turn, TurnView.End end) {
    var total = end.spend().total();
    return new TurnDocument.Ended(
        turn.turn(),
        turn.request().requestId(),
        text(turn.message()),
        status(turn),
        value(end.outcome()),
        end.steps(),
        TokensDocument.of(total),
        CostDocument.of(total),
        error(end.outcome()),
        end.at(),
        turn.opened(),
        turn.head());
  }

  /** A turn's status in a word; {@code queued} and {@code running} before it has ended. */
  public static String status(TurnView turn) {
    return turn.end()
        .map(end -> end.outcome().terminal().wire())
        .orElse(turn.opened().isPresent() ? "running" : "queued");
  }

  /** One entry of a transcript. */
  public ObjectNode message(Message message) {
    return Json.document(
        new MessageDocument(message.author(), message.turn(), text(message.content())));
  }

  /** One head. */
  public static ObjectNode head(HeadView view, boolean current) {
    var head = view.head();
    return Json.document(
        new HeadDocument(
            head.id(),
            head.kind(),
            head.turn(),
            head.basis(),
            head.fromEvent(),
            head.toEvent(),
            view.at(),
            current,
            head.variables()));
  }

  /** Variables by name, each with a short text of its value. */
  public static ObjectNode variables(
      List<VariableView> variables, Function<VariableView, String> preview) {
    var node = Json.object();
    for (var variable : variables) {
      node.set(
          variable.name(),
          Json.document(
              new VariableDocument(
                  variable.digest(),
                  variable.inexact().isEmpty(),
                  variable.inexact(),
                  preview.apply(variable))));
    }
    return node;
  }

  private JsonNode value(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished(var value) -> Json.parsed(text(value));
      case TurnOutcome.Aborted _ -> NullNode.getInstance();
    };
  }

  private static Optional<ErrorDocument> error(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> Optional.empty();
      case TurnOutcome.Aborted(_, var failure) -> Optional.of(ErrorDocument.of(failure));
    };
  }

  private String text(Content content) {
    return payloads.text(content);
  }
}
