package dev.fractal.session.state;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.repl.Tries;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Purged;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.state.SessionState.Quarantined.Cause;
import dev.fractal.session.state.SessionState.Stopped;
import dev.fractal.session.state.SessionState.Suspended;
import java.util.Optional;

/**
 * The fold of events behind one that quarantined the session. Of those only the accounts are kept,
 * as far as they fit: which turns there were, what they spent, which children were granted what. A
 * release ends it.
 */
public final class QuarantineFold {
  private QuarantineFold() {}

  static SessionState fold(Quarantined at, SessionEvent event) {
    if (event instanceof SessionPurged(var session, var _)) {
      return new Purged(session, at.count() + 1);
    }
    if (event instanceof SessionReleased release && at.before().isPresent()) {
      return released(at.before().get(), release);
    }
    return new Quarantined(
        at.count() + 1,
        at.before().map(live -> counted(live, live.core(), event)),
        at.reason(),
        at.cause());
  }

  /** A session goes on: where it stood, or with nothing open for the head that is selected next. */
  static SessionState released(Live before, SessionReleased event) {
    var core = before.core().at(event.number());
    if (event.report().head().isPresent()) {
      return new Idle(core.with(core.ledger().resumed()));
    }
    return switch (before) {
      case Suspended at ->
          at.with(at.turn().revived(event.at())).resumed(core.with(core.ledger().resumed()));
      case Evaluating at ->
          new Evaluating(core, at.turn().revived(event.at()), at.step(), at.pending(), Tries.ALONE);
      case AwaitingModel at -> at.with(at.turn().revived(event.at())).with(core);
      case AwaitingHostCalls at -> at.with(at.turn().revived(event.at())).with(core);
      case Idle at -> at.with(core);
      case Stopped at -> at.with(core);
    };
  }

  /** Its turn's number is not given to another turn. */
  static Live numbered(Live live, SessionEvent event) {
    var core = live.core();
    int turn =
        switch (event) {
          case TurnQueued e -> e.turn();
          case TurnOpened e -> e.turn();
          case TurnEnded e -> e.turn();
          case ModelReplied e -> e.turn();
          case ModelFailed e -> e.turn();
          case CellsEvaluated e -> e.turn();
          case HostCallsRequested e -> e.turn();
          case HostCallsCompleted e -> e.turn();
          default -> 0;
        };
    return turn > core.ledger().accepted() ? live.with(core.with(core.ledger().at(turn))) : live;
  }

  private static Live counted(Live live, Core core, SessionEvent event) {
    if (event instanceof TurnQueued(var turn, var request, var _)) {
      return live.with(core.with(core.ledger().queued(turn, request)));
    }
    if (event instanceof ScheduleSet set) {
      return live.with(core.with(core.schedules().set(set)));
    }
    if (event instanceof ScheduleTicked ticked) {
      return live.with(core.with(core.schedules().ticked(ticked)));
    }
    if (event instanceof TurnOpened opened) {
      return SessionFold.opened(core, opened);
    }
    if (event instanceof TurnEnded ended) {
      return SessionFold.ended(live, ended);
    }
    if (event instanceof BudgetGranted grants) {
      return live.with(core.with(SessionFold.granted(core.account(), grants)));
    }
    if (event instanceof BudgetSettled(var child, var used, var _)) {
      return live.with(core.with(core.account().settled(child, used)));
    }
    if (event instanceof BudgetRaised raised) {
      return live.with(core.with(core.account().raised(raised.raise(), core.spec().policy())));
    }
    if (event instanceof HeadPublished(var head, var _)) {
      var usable = core.lineage().usable();
      var newest = core.lineage().published(head);
      return live.with(core.with(new Lineage(newest.newest(), usable, newest.covered())));
    }
    return numbered(live, event);
  }

  /** A session whose journal has more events than can be read. */
  public static Quarantined gap(SessionState folded, long highest) {
    var message =
        "its journal has %d events, but only %d can be read; a check of the store says where"
            .formatted(highest, folded.count());
    return new Quarantined(
        highest, known(folded), new Failure("JournalGap", message), Cause.MISSING);
  }

  /** Where a session stands, as far as that is known. */
  public static Optional<Live> known(SessionState state) {
    return switch (state) {
      case Live live -> Optional.of(live);
      case Quarantined broken -> broken.before();
      case SessionState.Absent _, Purged _ -> Optional.empty();
    };
  }
}
