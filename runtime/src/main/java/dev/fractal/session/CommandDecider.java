package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.AwaitTurn;
import dev.fractal.protocol.command.SessionCommand.CancelChild;
import dev.fractal.protocol.command.SessionCommand.CancelTurn;
import dev.fractal.protocol.command.SessionCommand.CloseSession;
import dev.fractal.protocol.command.SessionCommand.CompactSession;
import dev.fractal.protocol.command.SessionCommand.DescribeSession;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionCommand.PauseSession;
import dev.fractal.protocol.command.SessionCommand.PurgeSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionCommand.RunTurn;
import dev.fractal.protocol.command.SessionCommand.StartSession;
import dev.fractal.protocol.command.SessionCommand.StopSession;
import dev.fractal.protocol.command.SessionCommand.SubmitTurn;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.Decision.Answer;
import dev.fractal.session.SessionMessage.Fetched;
import dev.fractal.session.SessionMessage.HeadLoaded;
import dev.fractal.session.SessionMessage.SourceLoaded;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.Idle;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Live;
import dev.fractal.session.SessionState.Purged;
import dev.fractal.session.SessionState.Quarantined;
import dev.fractal.session.SessionState.Stopped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What commands lead to: the gates first, then events and an answer. Pure. */
final class CommandDecider {
  /** What the asker of a turn gets. */
  private interface TurnAnswer {
    Answer of(Live state, int turn);
  }

  private final SessionId session;
  private final World world;
  private final Derivations derivations;

  CommandDecider(SessionId session, World world) {
    this.session = session;
    this.world = world;
    this.derivations = new Derivations(session, world);
  }

  Decision decide(SessionState state, SessionCommand command, Instant now) {
    return switch (state) {
      case Quarantined broken ->
          command instanceof PurgeSession
              ? purged(new Draft(state, now))
              : refuse(
                  Kind.SessionQuarantined,
                  "session %s is quarantined: %s".formatted(session, broken.reason().message()));
      case Purged _ ->
          command instanceof PurgeSession
              ? Decision.answer(new Answer.WhenRemoved())
              : refuse(
                  Kind.NotStored,
                  "session %s is being removed; ask again when it is gone".formatted(session));
      case Absent _ -> absent(command, new Draft(state, now));
      case Live live -> live(live, command, new Draft(state, now));
    };
  }

  private Decision absent(SessionCommand command, Draft draft) {
    if (command instanceof ForkSession) {
      return Decision.answer(new Answer.LoadSource());
    }
    return command instanceof StartSession(SessionSpec spec, var _)
        ? status(draft.add(new SessionStarted(session, spec, draft.now())))
        : refuse(
            Kind.UnknownSession,
            "there is no session %s; `fractal ls` lists them".formatted(session));
  }

  private Decision live(Live state, SessionCommand command, Draft draft) {
    return switch (command) {
      case StartSession(var spec, var _) -> restart(state, spec);
      case ForkSession(var derivation, var _) -> derivations.again(state, derivation);
      case RunTurn(var request, var ifBusy, var _) ->
          turn(state, request, ifBusy, draft, (at, turn) -> settled(at, turn, Optional.empty()));
      case SubmitTurn(var request, var ifBusy, var _) ->
          turn(state, request, ifBusy, draft, (_, turn) -> accepted(turn));
      case AwaitTurn await -> await(state, await);
      case CancelTurn(int turn, var _) -> cancel(state, turn, draft);
      case CancelChild(var child, var _) -> cancelChild(state, child);
      case PauseSession _ -> pause(state, draft);
      case PurgeSession _ -> purge(state, draft);
      case CompactSession _ -> compact(state, draft);
      case StopSession(boolean untilStopped, var _) -> stop(state, untilStopped, draft);
      case CloseSession _ ->
          state instanceof InTurn open && !open.held()
              ? busy(open)
              : Decision.answer(new Answer.ThenSleep());
      case ResumeSession resume -> resume(state, resume, draft);
      case DescribeSession _ -> describe(state);
    };
  }

  private Decision restart(Live state, SessionSpec spec) {
    return state.core().spec().equals(spec)
        ? Decision.answer(new Answer.Status())
        : refuse(
            Kind.SessionExists,
            "session %s exists with other settings; use `fractal turn %s` or another id"
                .formatted(session, session));
  }

  private Decision turn(
      Live state, TurnRequest request, IfBusy ifBusy, Draft draft, TurnAnswer answer) {
    var core = state.core();
    var known = core.ledger().turnOf(request.requestId());
    if (known.isPresent()) {
      return Decision.answer(answer.of(state, known.get()));
    }
    boolean stopping = state instanceof InTurn open && open.turn().stopRequested();
    if (state instanceof Stopped || stopping) {
      return stopped();
    }
    var spec = core.spec();
    var mismatch = world.mismatch(session, spec);
    if (mismatch.isPresent()) {
      return refuse(Kind.WorldMismatch, mismatch.get());
    }
    if (core.ledger().accepted() >= spec.limits().maxTurns()) {
      return refuse(
          Kind.TurnLimitReached,
          "session %s has had its %d turns; start another one"
              .formatted(session, spec.limits().maxTurns()));
    }
    return admit(state, request, ifBusy, draft, answer);
  }

  private Decision admit(
      Live state, TurnRequest request, IfBusy ifBusy, Draft draft, TurnAnswer answer) {
    var core = state.core();
    int turn = core.ledger().accepted() + 1;
    int queued = core.ledger().queue().size();
    if (state instanceof Idle && !state.paused() && queued == 0) {
      TurnOpening.open(draft, core, turn, request, world);
    } else if (ifBusy == IfBusy.REJECT) {
      return refuse(
          Kind.TurnInFlight,
          (state.paused()
                  ? "session %s is paused; resume it, or queue the turn"
                  : "session %s runs a turn; wait for it, cancel it, or queue behind it")
              .formatted(session));
    } else if (queued >= core.spec().limits().queued()) {
      return refuse(
          Kind.TurnQueueFull,
          "session %s has %d turns waiting already; try again when one has ended"
              .formatted(session, queued));
    } else {
      draft.add(new TurnQueued(turn, request, draft.now()));
    }
    return new Decision(draft.events(), answer.of((Live) draft.state(), turn));
  }

  private Decision await(Live state, AwaitTurn command) {
    var ledger = state.core().ledger();
    int turn = command.turn();
    if (turn < 1 || turn > ledger.accepted()) {
      return unknownTurn(turn);
    }
    return Decision.answer(settled(state, turn, Optional.of(command.patience())));
  }

  /** Where the result of an accepted turn comes from. */
  private static Answer settled(Live state, int turn, Optional<Duration> patience) {
    var ledger = state.core().ledger();
    boolean open = state instanceof InTurn at && at.turn().number() == turn;
    return open || ledger.isQueued(turn) || ledger.result(turn).isPresent()
        ? new Answer.WhenSettled(turn, patience)
        : new Answer.FromHistory(turn);
  }

  private Decision cancel(Live state, int turn, Draft draft) {
    var ledger = state.core().ledger();
    if (turn < 1 || turn > ledger.accepted()) {
      return unknownTurn(turn);
    }
    if (state instanceof InTurn at && at.turn().number() == turn) {
      var why =
          SessionDecider.aborted(TurnStatus.CANCELLED, "TurnCancelled", "the turn was cancelled");
      TurnEnding.end(draft, why, SessionDecider.inFlight(at));
    } else if (ledger.isQueued(turn)) {
      TurnEnding.drop(draft, turn, TurnStatus.CANCELLED, "it was cancelled while it waited");
    }
    return new Decision(draft.events(), settled((Live) draft.state(), turn, Optional.empty()));
  }

  private Decision cancelChild(Live state, SessionId child) {
    boolean runs =
        state.next().stream()
            .anyMatch(work -> work instanceof Work.RunChild call && call.child().equals(child));
    return runs
        ? Decision.answer(new Answer.FromChild(child))
        : refuse(
            Kind.UnknownChild,
            "no child %s of session %s runs; there is nothing to cancel".formatted(child, session));
  }

  private Decision pause(Live state, Draft draft) {
    boolean stopping = state instanceof InTurn open && open.turn().stopRequested();
    if (state instanceof Stopped || stopping) {
      return stopped();
    }
    if (!state.paused()) {
      draft.add(new SessionPaused(draft.now()));
    }
    return status(draft);
  }

  private Decision purge(Live state, Draft draft) {
    if (state instanceof InTurn open) {
      return busy(open);
    }
    if (!state.core().ledger().queue().isEmpty()) {
      return refuse(
          Kind.TurnInFlight,
          "session %s has turns waiting; cancel them or `fractal stop %s` first"
              .formatted(session, session));
    }
    return state.next().isEmpty()
        ? purged(draft)
        : refuse(
            Kind.TurnInFlight,
            "session %s is still ending children of an aborted turn; ask again".formatted(session));
  }

  private Decision purged(Draft draft) {
    draft.add(new SessionPurged(session, draft.now()));
    return new Decision(draft.events(), new Answer.WhenRemoved());
  }

  private Decision compact(Live state, Draft draft) {
    if (state instanceof InTurn open) {
      return busy(open);
    }
    Compaction.compact(draft, state.core());
    return status(draft);
  }

  private Decision stop(Live state, boolean untilStopped, Draft draft) {
    switch (state) {
      case Stopped _ -> {}
      case Idle _ -> TurnEnding.stop(draft);
      case InTurn at when at.held() -> {
        draft.add(new StopRequested(draft.now()));
        var why =
            SessionDecider.aborted(
                TurnStatus.STOPPED,
                "SessionStopped",
                "the session was stopped while it was paused");
        TurnEnding.end(draft, why, 0);
      }
      case InTurn at when !at.turn().stopRequested() -> draft.add(new StopRequested(draft.now()));
      case InTurn _ -> {}
    }
    return new Decision(
        draft.events(), untilStopped ? new Answer.WhenStopped() : new Answer.Status());
  }

  private Decision resume(Live state, ResumeSession command, Draft draft) {
    var mismatch = world.with(command.doctrine()).mismatch(session, state.core().spec());
    if (mismatch.isPresent()) {
      return refuse(Kind.WorldMismatch, mismatch.get());
    }
    if (command.head().isPresent()) {
      return state instanceof InTurn open
          ? busy(open)
          : Decision.answer(new Answer.LoadHead(command.head().get()));
    }
    if (state instanceof Stopped || state.paused()) {
      draft.add(new SessionResumed(draft.now()));
      if (TurnEnding.exhausted(draft)) {
        TurnEnding.endExhausted(draft);
      }
    }
    return status(draft);
  }

  /** The second half of a command, once journals were read for it. */
  Decision fetched(SessionState state, Fetched fetched, Instant now) {
    return switch (fetched) {
      case HeadLoaded(var command, var found) -> selected(state, command, found, now);
      case SourceLoaded(var command, var source) ->
          state instanceof Absent
              ? derivations.begin(new Draft(state, now), command.derivation(), source)
              : decide(state, command, now);
    };
  }

  private Decision selected(
      SessionState state, ResumeSession command, Optional<Continuation> found, Instant now) {
    if (state instanceof InTurn open) {
      return busy(open);
    }
    var head = command.head().orElseThrow();
    if (found.isEmpty()) {
      return refuse(
          Kind.UnknownHead,
          "session %s has no head %s; `fractal heads %s` lists them"
              .formatted(session, head, session));
    }
    var draft = new Draft(state, now).add(new HeadSelected(head, found.get(), now));
    if (state instanceof Stopped || (state instanceof Live live && live.paused())) {
      draft.add(new SessionResumed(now));
    }
    return status(draft);
  }

  private Decision describe(Live state) {
    var core = state.core();
    var open = state instanceof InTurn at ? Optional.of(at.turn()) : Optional.<OpenTurn>empty();
    var spend =
        open.map(turn -> core.ledger().spend().plus(turn.spend())).orElse(core.ledger().spend());
    return Decision.reply(
        new Described(
            session,
            state.status(),
            core.ledger().accepted(),
            open.map(OpenTurn::number),
            core.ledger().queue().size(),
            core.lineage().usable(),
            spend));
  }

  private Answer accepted(int turn) {
    return new Answer.Now(new TurnAccepted(session, turn));
  }

  private Decision busy(InTurn open) {
    return refuse(
        Kind.TurnInFlight,
        "turn %d of session %s is running; wait for it or cancel it"
            .formatted(open.turn().number(), session));
  }

  private Decision stopped() {
    return refuse(
        Kind.SessionStopped,
        "session %s is stopped; `fractal resume %s` reopens it".formatted(session, session));
  }

  private Decision unknownTurn(int turn) {
    return refuse(
        Kind.UnknownTurn,
        "session %s has no turn %d; `fractal show %s` tells how many there are"
            .formatted(session, turn, session));
  }

  private static Decision status(Draft draft) {
    return new Decision(draft.events(), new Answer.Status());
  }

  private Decision refuse(Kind kind, String message) {
    return Decision.refuse(session, kind, message);
  }
}
