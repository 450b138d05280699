package dev.fractal.session.decide;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Stopped;
import dev.fractal.session.state.SessionState.Suspended;
import java.time.Instant;
import java.util.Optional;

/** Commands that pause, stop, resume, compact or remove a session. Pure. */
final class LifecycleDecider {
  private final SessionId session;
  private final NodeStamp world;
  private final Refusals refusals;

  LifecycleDecider(SessionId session, NodeStamp world) {
    this.session = session;
    this.world = world;
    this.refusals = new Refusals(session);
  }

  Decision pause(Live state, Draft draft) {
    boolean stopping = state instanceof InTurn open && open.turn().stopRequested();
    if (state instanceof Stopped || stopping) {
      return refusals.stopped();
    }
    if (!state.paused()) {
      draft.add(new SessionPaused(draft.now()));
    }
    return Decision.status(draft);
  }

  Decision purge(Live state, Draft draft) {
    if (state instanceof InTurn open && !(open instanceof Suspended)) {
      return refusals.busy(open);
    }
    if (!state.core().ledger().queue().isEmpty()) {
      return refusals.refuse(
          Kind.TurnInFlight,
          "session %s has turns waiting; cancel them or stop it first".formatted(session));
    }
    return state.next().isEmpty()
        ? purged(draft)
        : refusals.refuse(
            Kind.TurnInFlight,
            "session %s is still ending children of an aborted turn; ask again".formatted(session));
  }

  Decision purged(Draft draft) {
    draft.add(new SessionPurged(session, draft.now()));
    return new Decision(draft.steps(), new Answer.WhenRemoved());
  }

  Decision compact(Live state, Draft draft) {
    if (state instanceof InTurn open) {
      return refusals.busy(open);
    }
    Compaction.compact(draft, state.core());
    return Decision.status(draft);
  }

  Decision stop(Live state, boolean untilStopped, Draft draft) {
    switch (state) {
      case Stopped _ -> {}
      case Idle _ -> TurnEnding.stop(draft);
      case InTurn at when at.held() || at.waits() -> {
        draft.add(new StopRequested(draft.now()));
        var why =
            OutcomeDecider.aborted(
                TurnStatus.STOPPED,
                "SessionStopped",
                "the session was stopped while it was " + at.status().wire());
        TurnEnding.end(draft, why, OutcomeDecider.inFlight(at));
      }
      case InTurn at when !at.turn().stopRequested() -> draft.add(new StopRequested(draft.now()));
      case InTurn _ -> {}
    }
    return new Decision(
        draft.steps(), untilStopped ? new Answer.WhenStopped() : new Answer.Status());
  }

  Decision close(Live state) {
    return state instanceof InTurn open && !open.held() && !open.waits()
        ? refusals.busy(open)
        : Decision.answer(new Answer.ThenSleep());
  }

  Decision resume(Live state, ResumeSession command, Draft draft) {
    var mismatch = world.with(command.doctrine()).mismatch(session, state.core().spec());
    if (mismatch.isPresent()) {
      return refusals.refuse(Kind.WorldMismatch, mismatch.get());
    }
    if (command.head().isPresent()) {
      return state instanceof InTurn open
          ? refusals.busy(open)
          : Decision.answer(new Answer.LoadHead(command.head().get()));
    }
    if (state instanceof Stopped || state instanceof Suspended || state.paused()) {
      draft.add(new SessionResumed(draft.now()));
      TurnEnding.goOn(draft);
    }
    return Decision.status(draft);
  }

  /** A resume at a head, once the journal was read for it. */
  Decision selected(
      SessionState state, ResumeSession command, Optional<Continuation> found, Instant now) {
    if (state instanceof InTurn open) {
      return refusals.busy(open);
    }
    var head = command.head().orElseThrow();
    if (found.isEmpty()) {
      return refusals.refuse(
          Kind.UnknownHead,
          "session %s has no head %s; name one that it lists".formatted(session, head));
    }
    var draft = new Draft(state, now).add(new HeadSelected(head, found.get(), now));
    if (state instanceof Stopped || (state instanceof Live live && live.paused())) {
      draft.add(new SessionResumed(now));
    }
    return Decision.status(draft);
  }
}
