package dev.fractal.session.state;

import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.Suspended;
import java.time.Instant;
import java.util.List;

/**
 * How a cell's calls on the host change a session. Leaves are launched here, children by grants. A
 * cell goes on with results in the order of their events: those that were written while it ran when
 * it suspends, later ones when they are written.
 */
final class CallsFold {
  private CallsFold() {}

  static InStep requested(Evaluating at, HostCallsRequested event) {
    var pending = at.pending().asked(event.cell(), event.delivery(), event.calls());
    return goesOn(
        launched(new AwaitingHostCalls(at.core(), at.turn(), at.step(), pending)), event.at());
  }

  /** Children have a budget. */
  static InStep granted(InStep at, BudgetGranted event) {
    return answered(at.with(at.core().with(SessionFold.granted(at.core().account(), event))));
  }

  /** Nobody is asked for more of the budget any more when no call lacks it. */
  private static InStep answered(InStep at) {
    var alarms = at.core().account().alarms();
    return alarms.open().isEmpty() || at.open().anyMatch(at::isShort)
        ? at
        : at.with(at.core().with(at.core().account().with(alarms.closed())));
  }

  /** A call that a person said yes to is launched like any other. */
  static InStep answered(InStep at, AskAnswered event) {
    return event.answer() instanceof AskAnswer.Approved(var arguments)
        ? launched(at.with(at.pending().approved(event.call(), arguments)))
        : at;
  }

  static InStep settled(InStep at, BudgetSettled event) {
    var account = at.core().account().settled(event.child(), event.used());
    return launched(at.with(at.core().with(account)));
  }

  static InStep completed(InStep at, HostCallsCompleted event) {
    var turn = at.turn();
    var account = at.core().account();
    for (HostResult result : event.results()) {
      turn = turn.spent(result.spend());
      account = booked(account, at, result);
    }
    var booked = at.with(MailFold.looked(at, event).with(account)).with(turn);
    return goesOn(launched(booked.with(at.pending().with(event.results()))), event.at());
  }

  /** A cell that waits goes on once something has arrived that it waits for. */
  private static InStep goesOn(InStep at, Instant now) {
    if (!(at instanceof AwaitingHostCalls) || !at.pending().isDue()) {
      return at;
    }
    var wave = at.pending().wave(now, at.core().account().left());
    return new Evaluating(at.core(), at.turn(), at.step().with(wave))
        .with(at.pending().delivered());
  }

  private static Account booked(Account account, InStep at, HostResult result) {
    var key = at.key(result.call());
    if (!account.inFlight(key)) {
      return account;
    }
    var spend = result.spend();
    return spend.replies() == 0
        ? account.failed(key, spend.lost())
        : account.leafReplied(key, spend.usage(), spend.lost());
  }

  private static List<HostCall> leaves(InStep at) {
    return at.open().filter(HostFunctions::isLeaf).filter(call -> !at.needsYes(call)).toList();
  }

  /** As many leaves as may be in flight at once and the budget has enough for. */
  static InStep launched(InStep at) {
    if (at instanceof Suspended) {
      return at;
    }
    var account = at.core().account();
    int free = at.core().spec().limits().parallel() - account.ledger().reserved().size();
    for (HostCall call : leaves(at)) {
      var key = at.key(call.call());
      if (free <= 0) {
        break;
      }
      if (!account.inFlight(key)) {
        account = account.launchLeaf(key);
        free--;
      }
    }
    return answered(at.with(at.core().with(account)));
  }
}
