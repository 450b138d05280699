package dev.fractal.session.decide;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.command.SessionCommand.AwaitTurn;
import dev.fractal.protocol.command.SessionCommand.CancelChild;
import dev.fractal.protocol.command.SessionCommand.CancelTurn;
import dev.fractal.protocol.command.SessionCommand.CloseSession;
import dev.fractal.protocol.command.SessionCommand.CompactSession;
import dev.fractal.protocol.command.SessionCommand.DescribeSession;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.PauseSession;
import dev.fractal.protocol.command.SessionCommand.PurgeSession;
import dev.fractal.protocol.command.SessionCommand.RaiseBudget;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionCommand.RunTurn;
import dev.fractal.protocol.command.SessionCommand.SetSchedule;
import dev.fractal.protocol.command.SessionCommand.StartSession;
import dev.fractal.protocol.command.SessionCommand.StopSession;
import dev.fractal.protocol.command.SessionCommand.SubmitTurn;
import dev.fractal.protocol.command.SessionCommand.TellSession;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.SessionMessage.AnswerRead;
import dev.fractal.session.decide.SessionMessage.Fetched;
import dev.fractal.session.decide.SessionMessage.HeadLoaded;
import dev.fractal.session.decide.SessionMessage.Rechecked;
import dev.fractal.session.decide.SessionMessage.SourceLoaded;
import dev.fractal.session.decide.SessionMessage.Unbarred;
import dev.fractal.session.state.OpenTurn;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Purged;
import dev.fractal.session.state.SessionState.Quarantined;
import java.time.Instant;
import java.util.Optional;

/** What commands lead to: the gates first, then events and an answer. Pure. */
public final class CommandDecider {
  private final SessionId session;
  private final Refusals refusals;
  private final TurnDecider turns;
  private final LifecycleDecider lifecycle;
  private final Derivations derivations;
  private final ReleaseDecider releases;
  private final MailDecider mail;
  private final ScheduleDecider schedules;

  public CommandDecider(SessionId session, NodeStamp world) {
    this.session = session;
    this.refusals = new Refusals(session);
    this.turns = new TurnDecider(session, world);
    this.lifecycle = new LifecycleDecider(session, world);
    this.derivations = new Derivations(session, world);
    this.releases = new ReleaseDecider(session, world);
    this.mail = new MailDecider(session, turns);
    this.schedules = new ScheduleDecider(session);
  }

  public Decision decide(SessionState state, SessionCommand command, Instant now) {
    return switch (state) {
      case Quarantined broken -> quarantined(broken, command, now);
      case Purged _ ->
          command instanceof PurgeSession
              ? Decision.answer(new Answer.WhenRemoved())
              : refusals.refuse(
                  Kind.NotStored,
                  "session %s is being removed; ask again when it is gone".formatted(session));
      case Absent _ -> absent(command, new Draft(state, now));
      case Live live -> live(live, command, new Draft(state, now));
    };
  }

  private Decision quarantined(Quarantined broken, SessionCommand command, Instant now) {
    return switch (command) {
      case PurgeSession _ -> lifecycle.purged(new Draft(broken, now));
      case ReleaseSession release -> releases.release(broken, release, now);
      default -> Decision.reply(Refusals.quarantined(session, broken.reason()));
    };
  }

  private Decision absent(SessionCommand command, Draft draft) {
    if (isRootOf(command) && !session.hasRoom()) {
      return refusals.refuse(
          Kind.SessionIdTooLong,
          "the id of a new session has at most %d characters, so that its children's have room,"
                  .formatted(SessionId.LONGEST_ROOT)
              + " not %d; use a shorter one".formatted(session.value().length()));
    }
    if (command instanceof ForkSession) {
      return Decision.answer(new Answer.LoadSource());
    }
    return command instanceof StartSession(SessionSpec spec, var _)
        ? Decision.status(draft.add(new SessionStarted(session, spec, draft.now())))
        : refusals.refuse(
            Kind.UnknownSession,
            "there is no session %s; name one that is listed".formatted(session));
  }

  private static boolean isRootOf(SessionCommand command) {
    return switch (command) {
      case StartSession(var spec, var _) -> spec.descent().root().isEmpty();
      case ForkSession(var derivation, var _) -> !(derivation instanceof Derivation.Attachment);
      default -> false;
    };
  }

  private Decision live(Live state, SessionCommand command, Draft draft) {
    return switch (command) {
      case StartSession(var spec, var _) -> restart(state, spec);
      case ForkSession(var derivation, var _) -> derivations.again(state, derivation);
      case RunTurn run -> turns.run(state, run, draft);
      case SubmitTurn submit -> turns.submit(state, submit, draft);
      case AwaitTurn await -> turns.await(state, await);
      case CancelTurn(int turn, var _) -> turns.cancel(state, turn, draft);
      case CancelChild(var child, var _) -> turns.cancelChild(state, child);
      case PauseSession _ -> lifecycle.pause(state, draft);
      case PurgeSession _ -> lifecycle.purge(state, draft);
      case CompactSession _ -> lifecycle.compact(state, draft);
      case StopSession(boolean untilStopped, var _) -> lifecycle.stop(state, untilStopped, draft);
      case CloseSession _ -> lifecycle.close(state);
      case ResumeSession resume -> lifecycle.resume(state, resume, draft);
      case ReleaseSession release -> releases.release(state, release, draft.now());
      case TellSession tell -> mail.tell(state, tell, draft);
      case RaiseBudget raise -> BudgetDecider.raise(session, state, raise, draft);
      case AnswerAsk answer -> WaitDecider.answer(state, answer);
      case SetSchedule set -> schedules.set(state, set.order(), draft);
      case DescribeSession _ -> describe(state);
    };
  }

  private Decision restart(Live state, SessionSpec spec) {
    return state.core().spec().equals(spec)
        ? Decision.answer(new Answer.Status())
        : refusals.refuse(
            Kind.SessionExists,
            "session %s exists with other settings; give it a turn, or take another id"
                .formatted(session));
  }

  /** The second half of a command, once journals were read for it. */
  public Decision fetched(SessionState state, Fetched fetched, Instant now) {
    return switch (fetched) {
      case HeadLoaded(var command, var found) -> lifecycle.selected(state, command, found, now);
      case Rechecked(var command, var finding) -> releases.rechecked(state, command, finding, now);
      case AnswerRead read -> WaitDecider.answered(session, state, read, now);
      case Unbarred(var command, var reason) ->
          state instanceof Live live
              ? releases.unbarred(live, command.request(), reason, now)
              : decide(state, command, now);
      case SourceLoaded(var command, var source) ->
          state instanceof Absent
              ? derivations.begin(new Draft(state, now), command.derivation(), source)
              : decide(state, command, now);
    };
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
}
