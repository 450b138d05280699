package dev.fractal.session;

import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.Entry;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Asked;
import dev.fractal.session.decide.SessionMessage.ChildStands;
import dev.fractal.session.decide.SessionMessage.Fetched;
import dev.fractal.session.decide.SessionMessage.FlushResults;
import dev.fractal.session.decide.SessionMessage.Guarding;
import dev.fractal.session.decide.SessionMessage.HandOver;
import dev.fractal.session.decide.SessionMessage.HandedOver;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.decide.SessionMessage.Outcome;
import dev.fractal.session.decide.SessionMessage.Passing;
import dev.fractal.session.decide.SessionMessage.Rechecked;
import dev.fractal.session.decide.SessionMessage.Revived;
import dev.fractal.session.decide.SessionMessage.Started;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.EffectRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
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
final class SessionActor extends EventSourcedBehavior<SessionMessage, Entry, SessionState> {
  private static final int SNAPSHOT_EVERY = 500;
  private static final BackoffSupervisorStrategy RESTART =
      SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);

  private final ActorContext<SessionMessage> context;
  private final SessionParts parts;
  private final Clocks clocks;
  private final EffectRunner effects;
  private final Waiters waiters;
  private final Recovery recovery;
  private final RecoveryTries tries;
  private final Answering answering;
  private final Aftermath aftermath;
  private final Lull lull;
  private final Unwritten unwritten = new Unwritten();
  private final Deliberation deliberation;
  private boolean lived;

  SessionActor(
      ActorContext<SessionMessage> context,
      SessionParts parts,
      NodeStamp world,
      EffectRunner effects) {
    var id = parts.id();
    super(PersistenceId.of(SessionEntity.TYPE, id.value()), RESTART);
    this.context = context;
    this.parts = parts;
    this.clocks = parts.clocks();
    this.effects = effects;
    this.waiters = new Waiters(id);
    this.recovery = new Recovery(id, clocks, parts.stay(), parts.display());
    this.tries = new RecoveryTries(context.getSelf()::tell);
    this.answering =
        new Answering(id, clocks, parts.stay(), parts.lookups(), parts.releases(), waiters);
    this.aftermath = new Aftermath(id, clocks, parts.display(), waiters);
    this.lull = new Lull(id, clocks, parts.stay(), parts.releases(), waiters, effects);
    this.deliberation = new Deliberation(id, world, unwritten, clocks);
  }

  @Override
  public SessionState emptyState() {
    return SessionState.absent();
  }

  @Override
  public CommandHandler<SessionMessage, Entry, SessionState> commandHandler() {
    return (_, message) -> onMessage(message);
  }

  @Override
  public EventHandler<SessionState, Entry> eventHandler() {
    return (state, entry) -> entry.after(state);
  }

  @Override
  public EntryAdapter eventAdapter() {
    return new EntryAdapter();
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
    long highest = lastSequenceNumber(context);
    boolean whole = lived && state.count() == highest;
    var stored = whole ? unwritten.resume(state) : Optional.<List<SessionEvent>>empty();
    if (stored.isPresent()) {
      aftermath.follow(stored.get(), state);
      effects.deliverAgain();
      context.getSelf().tell(new Revived());
      return;
    }
    if (lived) {
      lost("its journal is not as it was left");
    }
    deliberation.begin(recovery, state, highest, !lived);
    lived = true;
    parts.vitals().stands(unwritten.state());
    clocks.due().follow(unwritten.state(), clocks.now());
    context.getSelf().tell(unwritten.state().next().isEmpty() ? new Started() : new Revived());
  }

  private void unwritten(Throwable failure) {
    parts.vitals().unwritten();
    waiters.unwritten("its journal could not be written: " + failure.getMessage());
  }

  private void ended() {
    lost("it went down before it could answer");
    parts.vitals().gone();
    parts.stay().ended(unwritten.state());
  }

  private void lost(String why) {
    effects.close();
    waiters.lost(why);
  }

  private Effect<Entry, SessionState> onMessage(SessionMessage message) {
    Instant now = clocks.now();
    if (!(message instanceof Passing)) {
      clocks.session().use();
    }
    return switch (message) {
      case Asked(var command) -> asked(command, now);
      case Outcome m -> carry(deliberation.outcome(m, now));
      case StepDone m -> {
        clocks.kernel().use();
        yield carry(deliberation.step(m, now));
      }
      case ChildStands m -> carry(deliberation.child(m, now));
      case HostCallDone m -> {
        deliberation.arrived(m, effects.lull());
        yield Effect().none();
      }
      case FlushResults _, Revived _ -> carry(deliberation.flush(now));
      case Rechecked m -> {
        parts.releases().over();
        yield carry(deliberation.fetched(m, now), Optional.of(m.command()));
      }
      case Fetched m -> carry(deliberation.fetched(m, now), Optional.of(m.command()));
      case HandOver _ -> {
        effects.finish();
        yield carry(Decision.nothing());
      }
      case HandedOver _ -> handedOver(now);
      case Guarding _ -> Effect().unhandled();
      case Passing m -> {
        lull.pass(m, unwritten.state());
        yield Effect().none();
      }
    };
  }

  private Effect<Entry, SessionState> asked(SessionCommand command, Instant now) {
    if (effects.isFinishing()) {
      waiters.refuse(command.replyTo(), "it moves to another node");
      return Effect().none();
    }
    return carry(deliberation.command(command, now), Optional.of(command));
  }

  private Effect<Entry, SessionState> carry(Decision decision) {
    return carry(decision, Optional.empty());
  }

  /**
   * Writes what is decided and was deferred, unless all of it can wait for a write that is to come;
   * then goes on.
   */
  private Effect<Entry, SessionState> carry(Decision decision, Optional<SessionCommand> command) {
    if (!unwritten.isDue()) {
      goOn(decision.answer(), command);
      return Effect().none();
    }
    var entries = unwritten.drain(command.isPresent() ? decision.steps().size() : 0);
    var events = Entry.events(entries);
    command.ifPresent(asked -> waiters.addForWrite(asked.replyTo()));
    long begun = System.nanoTime();
    return Effect()
        .persist(entries)
        .thenRun(
            (SessionState state) -> {
              parts.vitals().written(events, begun, state);
              unwritten.written(state);
              waiters.written();
              goOn(decision.answer(), command);
              aftermath.follow(events, state);
            });
  }

  private void goOn(Answer answer, Optional<SessionCommand> command) {
    effects.reconcile(unwritten.state());
    clocks.due().follow(unwritten.state(), clocks.now());
    parts.display().publish(unwritten.state());
    command.ifPresent(asked -> answering.give(answer, asked, unwritten.state()));
    if (effects.isFinished() && !deliberation.hasArrived()) {
      context.getSelf().tell(new HandedOver());
    }
  }

  /** What was deferred is written too: nobody else has it. */
  private Effect<Entry, SessionState> handedOver(Instant now) {
    deliberation.handedOver(now);
    var entries = unwritten.drain(0);
    return entries.isEmpty() ? Effect().stop() : Effect().persist(entries).thenStop();
  }
}
