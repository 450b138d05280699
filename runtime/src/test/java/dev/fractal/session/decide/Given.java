package dev.fractal.session.decide;

import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.decide.SessionMessage.ModelAnswered;
import dev.fractal.session.decide.SessionMessage.ModelGaveUp;
import dev.fractal.session.decide.SessionMessage.QueueMoved;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.decide.SessionMessage.StoreBroken;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;

/** A session after some events, and what it then decides; decisions are folded in at once. */
public final class Given {
  public static final ActorRef<SessionReply> NOBODY = TestInbox.<SessionReply>create().getRef();

  private final CommandDecider commands = new CommandDecider(Samples.ID, Samples.WORLD);
  private final OutcomeDecider decider = new OutcomeDecider(Samples.WORLD);
  private final List<SessionEvent> journal = new ArrayList<>();
  private SessionState state = SessionState.absent();
  private Instant now = Samples.T0;
  private boolean revived;

  public static Given given(SessionEvent... events) {
    var given = new Given();
    for (SessionEvent event : events) {
      given.add(event);
    }
    return given;
  }

  public Given and(SessionEvent... events) {
    for (SessionEvent event : events) {
      add(event);
    }
    return this;
  }

  public Given after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The session's actor is new and recovered into an evaluation. */
  public Given revivedEvaluation() {
    revived = true;
    return this;
  }

  public SessionState state() {
    return state;
  }

  public SessionState.Live live() {
    return (SessionState.Live) state;
  }

  public SessionState.InTurn inTurn() {
    return (SessionState.InTurn) state;
  }

  public List<SessionEvent> journal() {
    return List.copyOf(journal);
  }

  public Decision when(Function<ActorRef<SessionReply>, SessionCommand> command) {
    return took(commands.decide(state, command.apply(NOBODY), now));
  }

  public Decision whenRun(int turn) {
    return when(to -> new SessionCommand.RunTurn(Samples.request(turn), IfBusy.QUEUE, to));
  }

  public Decision whenSubmitted(int turn, IfBusy ifBusy) {
    return when(to -> new SessionCommand.SubmitTurn(Samples.request(turn), ifBusy, to));
  }

  public Decision whenCancelled(int turn) {
    return when(to -> new SessionCommand.CancelTurn(turn, to));
  }

  public Decision whenStopped() {
    return when(to -> new SessionCommand.StopSession(false, to));
  }

  public Decision whenResumed() {
    return when(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
  }

  public Decision when(ModelAnswered message) {
    return took(decider.outcome(state, message, now));
  }

  public Decision when(ModelGaveUp message) {
    return took(decider.outcome(state, message, now));
  }

  public Decision when(StepDone message) {
    return took(decider.step(state, message, revived, now));
  }

  /** The evaluation that is waited for comes out. */
  public Decision whenEvaluated(StepOutcome outcome) {
    return when(new StepDone(state.next().getLast().key(), outcome));
  }

  public Decision whenArrived(HostCallDone... messages) {
    return took(decider.results(state, List.of(messages), now));
  }

  public Decision when(SessionMessage.ChildEnded message) {
    return took(decider.outcome(state, message, now));
  }

  public Decision when(QueueMoved message) {
    return took(decider.outcome(state, message, now));
  }

  public Decision when(TurnTimedOut message) {
    return took(decider.outcome(state, message, now));
  }

  public Decision when(StoreBroken message) {
    return took(decider.outcome(state, message, now));
  }

  /** A release whose re-check saw this. */
  Decision whenReleased(ReleaseRequest.Choice choice, Finding finding) {
    var request = new ReleaseRequest("k-1", choice, "kim", "");
    var command = new SessionCommand.ReleaseSession(request, Duration.ZERO, NOBODY);
    var first = commands.decide(state, command, now);
    if (!(first.answer() instanceof Decision.Answer.Recheck)) {
      return took(first);
    }
    var found = new SessionMessage.Rechecked(command, Optional.of(finding));
    return took(commands.fetched(state, found, now));
  }

  /** Its actor recovered from a journal with so many events, more than were folded. */
  Given missing(int events) {
    state = QuarantineFold.gap(state, state.count() + events);
    return this;
  }

  /** Another process goes on with the session. */
  public Decision whenRevived() {
    return took(decider.revived(state, true, now));
  }

  /** The same process goes on with it, after a write that failed. */
  public Decision whenRestarted() {
    return took(decider.revived(state, false, now));
  }

  /** What was looked up for a command is there. */
  Decision fetched(SessionMessage.Fetched found) {
    return commands.fetched(state, found, now);
  }

  /** Some time has come. */
  Decision due() {
    return decider.outcome(state, new SessionMessage.TimeReached(), now);
  }

  /** The queue moves on if it can. */
  public Decision whenQueueMoves() {
    return state.next().stream()
        .findFirst()
        .map(work -> when(new QueueMoved(work.key())))
        .orElse(Decision.nothing());
  }

  public Decision took(Decision decision) {
    decision.events().forEach(this::add);
    return decision;
  }

  private void add(SessionEvent event) {
    journal.add(event);
    state = state.apply(event);
  }

  public static Refusal.Kind refusal(Decision decision) {
    if (decision.answer() instanceof Decision.Answer.Now(SessionReply.Refused(var _, var why))
        && decision.events().isEmpty()) {
      return why.kind();
    }
    throw unexpected(decision);
  }

  /** How the turn ended that the decision ends. */
  public static TurnStatus ended(Decision decision, int turn) {
    return outcome(decision, turn).terminal();
  }

  public static TurnOutcome outcome(Decision decision, int turn) {
    return decision.events().stream()
        .filter(event -> event instanceof SessionEvent.TurnEnded end && end.turn() == turn)
        .map(event -> ((SessionEvent.TurnEnded) event).outcome())
        .findFirst()
        .orElseThrow(() -> unexpected(decision));
  }

  public static List<String> names(Decision decision) {
    return decision.events().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  private static AssertionError unexpected(Decision decision) {
    return new AssertionError("unexpected decision " + decision);
  }
}
