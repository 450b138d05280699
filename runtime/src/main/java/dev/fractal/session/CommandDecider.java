package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.AwaitTurn;
import dev.fractal.protocol.command.SessionCommand.CancelChild;
import dev.fractal.protocol.command.SessionCommand.CancelTurn;
import dev.fractal.protocol.command.SessionCommand.CloseSession;
import dev.fractal.protocol.command.SessionCommand.CompactSession;
import dev.fractal.protocol.command.SessionCommand.DescribeSession;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.PauseSession;
import dev.fractal.protocol.command.SessionCommand.PurgeSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionCommand.RunTurn;
import dev.fractal.protocol.command.SessionCommand.StartSession;
import dev.fractal.protocol.command.SessionCommand.StopSession;
import dev.fractal.protocol.command.SessionCommand.SubmitTurn;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.Decision.Answer;
import dev.fractal.session.SessionMessage.Fetched;
import dev.fractal.session.SessionMessage.HeadLoaded;
import dev.fractal.session.SessionMessage.SourceLoaded;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Live;
import dev.fractal.session.SessionState.Purged;
import dev.fractal.session.SessionState.Quarantined;
import java.time.Instant;
import java.util.Optional;

/** What commands lead to: the gates first, then events and an answer. Pure. */
final class CommandDecider {
  private final SessionId session;
  private final Refusals refusals;
  private final TurnDecider turns;
  private final LifecycleDecider lifecycle;
  private final Derivations derivations;

  CommandDecider(SessionId session, World world) {
    this.session = session;
    this.refusals = new Refusals(session);
    this.turns = new TurnDecider(session, world);
    this.lifecycle = new LifecycleDecider(session, world);
    this.derivations = new Derivations(session, world);
  }

  Decision decide(SessionState state, SessionCommand command, Instant now) {
    return switch (state) {
      case Quarantined broken ->
          command instanceof PurgeSession
              ? lifecycle.purged(new Draft(state, now))
              : refusals.refuse(
                  Kind.SessionQuarantined,
                  "session %s is quarantined: %s".formatted(session, broken.reason().message()));
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
            "there is no session %s; `fractal ls` lists them".formatted(session));
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
      case DescribeSession _ -> describe(state);
    };
  }

  private Decision restart(Live state, SessionSpec spec) {
    return state.core().spec().equals(spec)
        ? Decision.answer(new Answer.Status())
        : refusals.refuse(
            Kind.SessionExists,
            "session %s exists with other settings; use `fractal turn %s` or another id"
                .formatted(session, session));
  }

  /** The second half of a command, once journals were read for it. */
  Decision fetched(SessionState state, Fetched fetched, Instant now) {
    return switch (fetched) {
      case HeadLoaded(var command, var found) -> lifecycle.selected(state, command, found, now);
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
