package dev.fractal.telemetry.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Live;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is told: names, times, statuses and sums. Nothing that a model or a cell has
 * written is in it; who wants that asks the node, with a token.
 *
 * @param id the same whenever and wherever it is told
 */
record Notice(String id, String body) {
  private static final int ID_DIGITS = 32;

  /** What a write has to tell; of ends of turns those of root sessions. */
  static List<Notice> of(SessionState after, List<SessionEvent> events) {
    return after instanceof Live live
        ? events.stream().flatMap(event -> of(live.core(), event).stream()).toList()
        : List.of();
  }

  private static Optional<Notice> of(Core core, SessionEvent event) {
    return switch (event) {
      case AskOpened opened -> Optional.of(asked(core, opened));
      case BudgetWarned warned -> Optional.of(warned(core, warned));
      case TurnEnded ended when core.spec().descent().parent().isEmpty() ->
          Optional.of(ended(core, ended));
      default -> Optional.empty();
    };
  }

  private static Notice asked(Core core, AskOpened event) {
    var ask = new AskId(core.id(), event.turn(), event.step(), event.cell(), event.call());
    var data = data(core, event.turn()).put("ask", ask.value());
    if (ask.isOfBudget()) {
      data.put("budget", true);
    }
    event.ask().approves().ifPresent(function -> data.put("approves", function));
    event.ask().due().ifPresent(due -> data.put("until", due.toString()));
    return notice("ask.opened", ask.value(), event.at(), data);
  }

  private static Notice warned(Core core, BudgetWarned event) {
    var data = data(core, event.turn());
    var limits = data.putArray("limits");
    for (var used : event.limits()) {
      limits
          .addObject()
          .put("of", used.dimension().name().toLowerCase(Locale.ROOT))
          .put("spent", used.spent())
          .put("limit", used.limit());
    }
    return notice("budget.warned", core.id() + ":" + limits, event.at(), data);
  }

  private static Notice ended(Core core, TurnEnded event) {
    var data =
        data(core, event.turn())
            .put("status", status(event.outcome()).wire())
            .put("steps", event.steps());
    if (event.tree().usd() instanceof Quantity.Known(var usd)) {
      data.put("costUsd", usd);
    }
    return notice("turn.ended", core.id() + ":" + event.turn(), event.at(), data);
  }

  private static TurnStatus status(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> TurnStatus.FINAL;
      case TurnOutcome.Aborted(var status, var _) -> status;
    };
  }

  private static ObjectNode data(Core core, int turn) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("session", core.id().value())
        .put("root", core.spec().descent().root().orElse(core.id()).value())
        .put("turn", turn);
  }

  private static Notice notice(String type, String what, Instant at, ObjectNode data) {
    var body =
        JsonNodeFactory.instance.objectNode().put("type", type).put("timestamp", at.toString());
    body.set("data", data);
    var digest = Sha256.of(type + " " + what);
    int digits = digest.length() - ID_DIGITS;
    return new Notice("msg_" + digest.substring(digits), body.toString());
  }
}
