package dev.fractal.session;

import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.Decision.Answer;
import dev.fractal.session.SessionMessage.Asked;
import dev.fractal.session.SessionMessage.Fetched;
import dev.fractal.session.SessionMessage.FlushResults;
import dev.fractal.session.SessionMessage.HandOver;
import dev.fractal.session.SessionMessage.HandOverTimedOut;
import dev.fractal.session.SessionMessage.HandedOver;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.Judged;
import dev.fractal.session.SessionMessage.Outcome;
import dev.fractal.session.SessionMessage.Passing;
import dev.fractal.session.SessionMessage.Revived;
import dev.fractal.session.SessionMessage.Started;
import dev.fractal.session.SessionMessage.StepDone;
import dev.fractal.session.SessionMessage.Unrecoverable;
import dev.fractal.session.SessionState.Evaluating;
import dev.fractal.session.SessionState.Suspended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.persistence.typed.JournalPersistFailed;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The actor of a session: asks the deciders, writes what they decide, then starts what the state
 * waits for. It decides on the state of its {@link Unwritten}, which is ahead of the journal.
 */
final class SessionActor extends EventSourcedBehavior<SessionMessage, SessionEvent, SessionState> {
  private static final int SNAPSHOT_EVERY = 500;
  private static final Duration FIRST_RESTART = Duration.ofMillis(200);
  private static final Duration LAST_RESTART = Duration.ofSeconds(5);

  private final Surroundings around;
  private final CommandDecider commands;
  private final SessionDecider decider;
  private final EffectRunner effects;
  private final RecoveryTries tries;
  private final Waiters waiters;
  private final Unwritten unwritten = new Unwritten();
  private final List<HostCallDone> arrived = new ArrayList<>();
  private boolean revived;
  private boolean lived;

  SessionActor(Surroundings around, EffectRunner effects) {
    super(
        PersistenceId.of(SessionEntity.TYPE, around.id().value()),
        SupervisorStrategy.restartWithBackoff(FIRST_RESTART, LAST_RESTART, 0.2));
    this.around = around;
    this.commands = new CommandDecider(around.id(), around.world());
    this.decider = new SessionDecider(around.world());
    this.effects = effects;
    this.tries = new RecoveryTries(around);
    this.waiters = new Waiters(around.id());
  }

  @Override
  public SessionState emptyState() {
    return SessionState.absent();
  }

  @Override
  public CommandHandler<SessionMessage, SessionEvent, SessionState> commandHandler() {
    return (_, message) -> onMessage(message);
  }

  @Override
  public EventHandler<SessionState, SessionEvent> eventHandler() {
    return unwritten::folded;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
  }

  @Override
  public SignalHandler<SessionState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), this::recovered)
        .onSignal(JournalPersistFailed.class, (_, failed) -> unwritten(failed.failure()))
        .onSignal(RecoveryFailed.class, (_, failed) -> tries.failed(failed.getFailure()))
        .onSignal(PostStop.instance(), _ -> ended())
        .build();
  }

  /**
   * The instance survives a restart after a failed write, and with it what is under way and in
   * hand, if the journal is as this session left it. Else everything starts afresh here.
   */
  private void recovered(SessionState state) {
    long highest = lastSequenceNumber(around.context());
    boolean whole = lived && state.count() == highest;
    var stored = whole ? unwritten.resume(state) : Optional.<List<SessionEvent>>empty();
    if (stored.isPresent()) {
      Aftermath.of(stored.get(), state, around, waiters);
      effects.deliverAgain();
      around.mailbox(new Revived());
      return;
    }
    if (lived) {
      lost("its journal is not as it was left");
      arrived.clear();
    }
    var recovery = Recovery.of(state, highest, !lived, decider, around);
    lived = true;
    unwritten.begin(recovery.state(), recovery.first());
    revived = recovery.inEvaluation();
    around.vitals().stands(unwritten.state());
    around.mailbox(unwritten.state().next().isEmpty() ? new Started() : new Revived());
  }

  private void unwritten(Throwable failure) {
    around.vitals().unwritten();
    waiters.unwritten("its journal could not be written: " + failure.getMessage());
  }

  private void ended() {
    lost("it went down before it could answer");
    around.ended(unwritten.state());
  }

  private void lost(String why) {
    effects.close();
    waiters.lost(why);
  }

  private Effect<SessionEvent, SessionState> onMessage(SessionMessage message) {
    Instant now = around.now();
    if (!(message instanceof Passing)) {
      around.sessionClock().use();
    }
    return switch (message) {
      case Asked(var command) -> asked(command, now);
      case Outcome m -> {
        takeArrived(now);
        yield carry(decider.outcome(unwritten.state(), m, now));
      }
      case StepDone m -> stepDone(m, now);
      case HostCallDone m -> arrived(m);
      case FlushResults _ -> flushed(now);
      case Fetched m ->
          carry(commands.fetched(unwritten.state(), m, now), Optional.of(m.command()));
      case Revived _ -> carry(Decision.nothing());
      case HandOver _ -> {
        effects.finish();
        yield carry(Decision.nothing());
      }
      case HandedOver _ -> handedOver(now);
      case HandOverTimedOut _, Judged _, Unrecoverable _ -> Effect().unhandled();
      case Passing m -> {
        new Lull(around, waiters, effects).pass(m, unwritten.state());
        yield Effect().none();
      }
    };
  }

  private Effect<SessionEvent, SessionState> asked(SessionCommand command, Instant now) {
    if (effects.isFinishing()) {
      waiters.refuse(command.replyTo(), "it moves to another node");
      return Effect().none();
    }
    if (command instanceof SessionCommand.CancelTurn) {
      takeArrived(now);
    }
    return carry(commands.decide(unwritten.state(), command, now), Optional.of(command));
  }

  private Effect<SessionEvent, SessionState> stepDone(StepDone message, Instant now) {
    var decision = decider.step(unwritten.state(), message, revived, now);
    around.kernelClock().use();
    var effect = carry(decision);
    var reached = unwritten.state();
    revived = revived && (reached instanceof Evaluating || reached instanceof Suspended);
    return effect;
  }

  /** Results that arrive together are written together: the flush is behind them in the mailbox. */
  private Effect<SessionEvent, SessionState> arrived(HostCallDone message) {
    if (arrived.isEmpty()) {
      around.mailbox(new FlushResults());
    }
    arrived.add(message);
    return Effect().none();
  }

  private Effect<SessionEvent, SessionState> flushed(Instant now) {
    takeArrived(now);
    return carry(Decision.nothing());
  }

  private void takeArrived(Instant now) {
    unwritten.takeDue(decider.results(unwritten.state(), arrived, now));
    arrived.clear();
  }

  private Effect<SessionEvent, SessionState> carry(Decision decision) {
    return carry(decision, Optional.empty());
  }

  /**
   * Writes what is decided and was deferred, unless all of it can wait for a write that is to come;
   * then goes on.
   */
  private Effect<SessionEvent, SessionState> carry(
      Decision decision, Optional<SessionCommand> command) {
    unwritten.take(decision);
    if (!unwritten.isDue()) {
      goOn(decision.answer(), command);
      return Effect().none();
    }
    var events = unwritten.drain(command.isPresent() ? decision.steps().size() : 0);
    command.ifPresent(asked -> waiters.addForWrite(asked.replyTo()));
    long begun = System.nanoTime();
    return Effect()
        .persist(events)
        .thenRun((SessionState state) -> around.vitals().written(events, begun, state))
        .thenRun(state -> written(state, events, decision, command));
  }

  private void written(
      SessionState state,
      List<SessionEvent> events,
      Decision decision,
      Optional<SessionCommand> command) {
    unwritten.written(state);
    waiters.written();
    goOn(decision.answer(), command);
    Aftermath.of(events, state, around, waiters);
  }

  private void goOn(Answer answer, Optional<SessionCommand> command) {
    effects.reconcile(unwritten.state());
    around.publish(unwritten.state());
    command.ifPresent(
        asked -> new Answering(around, waiters, unwritten.state()).give(answer, asked));
    if (effects.isFinished() && arrived.isEmpty()) {
      around.mailbox(new HandedOver());
    }
  }

  /** What was deferred is written too: nobody else has it. */
  private Effect<SessionEvent, SessionState> handedOver(Instant now) {
    unwritten.take(decider.handedOver(unwritten.state(), now));
    var events = unwritten.drain(0);
    return events.isEmpty() ? Effect().stop() : Effect().persist(events).thenStop();
  }
}
