package dev.fractal.session.state;

import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.session.state.OpenWaits.Wait;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.util.Optional;

/**
 * How a budget that comes to its end changes a session: warnings, the question for more, and a
 * raise, with which what stood still for want of it goes on.
 */
final class BudgetFold {
  private BudgetFold() {}

  static InTurn asked(InTurn at, AskOpened event) {
    var wait = new Wait(event.call(), Optional.of(event.ask()), event.ask().due(), event.at());
    return with(at, at.core().account().alarms().asks(wait));
  }

  /** A raise is told by an event of its own. */
  static InTurn answered(InTurn at, AskAnswered event) {
    var alarms = at.core().account().alarms();
    return with(
        at, event.answer() instanceof AskAnswer.Declined ? alarms.refused() : alarms.closed());
  }

  static InTurn warned(InTurn at, BudgetWarned event) {
    return with(at, at.core().account().alarms().warned(event));
  }

  private static InTurn with(InTurn at, Alarms changed) {
    return at.with(at.core().with(at.core().account().with(changed)));
  }

  /** Leaves and the model's call go on here, children when they are granted something. */
  static Live raised(Live state, BudgetRaised event) {
    var core = state.core();
    var account = core.account().raised(event.raise(), core.spec().policy());
    return goesOn(state.with(core.with(account)));
  }

  /** What a child leaves may be what the model's call wanted. */
  static Live settled(AwaitingModel at, BudgetSettled event) {
    var account = at.core().account().settled(event.child(), event.used());
    boolean asked = account.alarms().open().isPresent();
    var settled = at.with(at.core().with(account));
    return asked ? goesOn(settled) : settled;
  }

  private static Live goesOn(Live state) {
    return switch (state) {
      case AwaitingModel at when !at.isAsked() && !at.held() -> called(at);
      case InStep at -> CallsFold.launched(at);
      case Live other -> other;
    };
  }

  private static AwaitingModel called(AwaitingModel before) {
    var at = MailFold.awaiting(before.core(), before.turn(), before.interruptions());
    var account = at.core().account();
    return at.isAsked() ? at.with(at.core().with(account.with(account.alarms().closed()))) : at;
  }
}
