package dev.fractal.session;

import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.ModelAnswered;
import dev.fractal.session.SessionMessage.ModelGaveUp;
import dev.fractal.session.SessionMessage.QueueMoved;
import dev.fractal.session.SessionMessage.StepDone;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionMessage.TurnTimedOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;

/** A session after some events, and what it then decides; decisions are folded in at once. */
final class Given {
  static final ActorRef<SessionReply> NOBODY = TestInbox.<SessionReply>create().getRef();

  private final CommandDecider commands = new CommandDecider(Samples.ID, Samples.WORLD);
  private final SessionDecider decider = new SessionDecider(Samples.WORLD);
  private final List<SessionEvent> journal = new ArrayList<>();
  private SessionState state = SessionState.absent();
  private Instant now = Samples.T0;
  private boolean revived;

  static Given given(SessionEvent... events) {
    var given = new Given();
    for (SessionEvent event : events) {
      given.add(event);
    }
    return given;
  }

  Given and(SessionEvent... events) {
    for (SessionEvent event : events) {
      add(event);
    }
    return this;
  }

  Given after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The session's actor is new and recovered into an evaluation. */
  Given revivedEvaluation() {
    revived = true;
    return this;
  }

  SessionState state() {
    return state;
  }

  SessionState.Live live() {
    return (SessionState.Live) state;
  }

  SessionState.InTurn inTurn() {
    return (SessionState.InTurn) state;
  }

  List<SessionEvent> journal() {
    return List.copyOf(journal);
  }

  Decision when(Function<ActorRef<SessionReply>, SessionCommand> command) {
    return took(commands.decide(state, command.apply(NOBODY), now));
  }

  Decision whenRun(int turn) {
    return when(to -> new SessionCommand.RunTurn(Samples.request(turn), IfBusy.QUEUE, to));
  }

  Decision whenSubmitted(int turn, IfBusy ifBusy) {
    return when(to -> new SessionCommand.SubmitTurn(Samples.request(turn), ifBusy, to));
  }

  Decision whenCancelled(int turn) {
    return when(to -> new SessionCommand.CancelTurn(turn, to));
  }

  Decision whenStopped() {
    return when(to -> new SessionCommand.StopSession(false, to));
  }

  Decision whenResumed() {
    return when(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
  }

  Decision when(ModelAnswered message) {
    return took(decider.outcome(state, message, now));
  }

  Decision when(ModelGaveUp message) {
    return took(decider.outcome(state, message, now));
  }

  Decision when(StepDone message) {
    return took(decider.step(state, message, revived, now));
  }

  /** The evaluation that is waited for comes out. */
  Decision whenEvaluated(StepOutcome outcome) {
    return when(new StepDone(state.next().getLast().key(), outcome));
  }

  Decision whenArrived(HostCallDone... messages) {
    return took(decider.results(state, List.of(messages), now));
  }

  Decision when(SessionMessage.ChildEnded message) {
    return took(decider.outcome(state, message, now));
  }

  Decision when(QueueMoved message) {
    return took(decider.outcome(state, message, now));
  }

  Decision when(TurnTimedOut message) {
    return took(decider.outcome(state, message, now));
  }

  Decision when(StoreBroken message) {
    return took(decider.outcome(state, message, now));
  }

  /** Another process goes on with the session. */
  Decision whenRevived() {
    return took(decider.revived(state, true, now));
  }

  /** The same process goes on with it, after a write that failed. */
  Decision whenRestarted() {
    return took(decider.revived(state, false, now));
  }

  /** The queue moves on if it can. */
  Decision whenQueueMoves() {
    return state.next().stream()
        .findFirst()
        .map(work -> when(new QueueMoved(work.key())))
        .orElse(Decision.nothing());
  }

  Decision took(Decision decision) {
    decision.events().forEach(this::add);
    return decision;
  }

  private void add(SessionEvent event) {
    journal.add(event);
    state = state.apply(event);
  }

  static Refusal.Kind refusal(Decision decision) {
    if (decision.answer() instanceof Decision.Answer.Now(SessionReply.Refused(var _, var why))
        && decision.events().isEmpty()) {
      return why.kind();
    }
    throw unexpected(decision);
  }

  /** How the turn ended that the decision ends. */
  static TurnStatus ended(Decision decision, int turn) {
    return outcome(decision, turn).terminal();
  }

  static TurnOutcome outcome(Decision decision, int turn) {
    return decision.events().stream()
        .filter(event -> event instanceof SessionEvent.TurnEnded end && end.turn() == turn)
        .map(event -> ((SessionEvent.TurnEnded) event).outcome())
        .findFirst()
        .orElseThrow(() -> unexpected(decision));
  }

  static List<String> names(Decision decision) {
    return decision.events().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private static AssertionError unexpected(Decision decision) {
    return new AssertionError("unexpected decision " + decision);
  }
}
