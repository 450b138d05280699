package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.SessionRig.Lent;
import dev.fractal.session.state.SessionState;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real actor with a fake kernel and models that the test answers. */
final class SessionActorTest {
  private static final SessionId ID = new SessionId("s-1");

  private final TestModels models = TestModels.held();
  private final WatchedKernels kernels = new WatchedKernels(new FakeKernelFactory());
  private SessionRig rig = SessionRig.inMemory(Lent.of(models, kernels));
  private LiveSession session = rig.wake(ID);

  @BeforeEach
  void start() {
    assertThat(session.start(rig.spec(10)))
        .isEqualTo(new SessionReply.Done(ID, SessionStatus.IDLE));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static TurnRequest request(int turn) {
    return TurnRequest.of("r-" + turn, "task " + turn);
  }

  private static CallKey model(int turn, int step) {
    return CallKey.model(ID, turn, step);
  }

  private static String value(TurnResult result) {
    return result.outcome() instanceof TurnOutcome.Finished(Content.Inline(var text))
        ? text
        : result.outcome().toString();
  }

  @Test
  void twoTurnsSentAtOnceRunOneAfterTheOther() {
    var first = session.run(request(1));
    var second = session.run(request(2));
    models.next().cell("set x 1", "final x");
    assertThat(value(settled(get(first)))).isEqualTo("1");
    var call = models.next();
    assertThat(call.request().key()).isEqualTo(model(2, 1));
    call.cell("set x 2", "final x");

    assertThat(value(settled(get(second)))).isEqualTo("2");
    assertThat(rig.events(ID))
        .filteredOn(TurnOpened.class::isInstance)
        .extracting(event -> ((TurnOpened) event).turn())
        .containsExactly(1, 2);
    assertThat(models.asked()).containsExactly(model(1, 1), model(2, 1));
  }

  @Test
  void withSixteenWaitingTheNextTurnIsRefusedAndLeavesNothing() {
    for (int turn = 1; turn <= 17; turn++) {
      assertThat(session.submit(request(turn))).isEqualTo(new SessionReply.TurnAccepted(ID, turn));
    }
    int written = rig.events(ID).size();

    assertThat(refusal(session.submit(request(18))).kind()).isEqualTo(Kind.TurnQueueFull);

    assertThat(rig.events(ID)).hasSize(written);
  }

  @Test
  void theSameRequestIdTwiceMakesOneTurnThatBothGet() {
    var first = session.run(request(1));
    var again = session.run(request(1));
    models.next().cell("final 7");
    assertThat(get(first)).isEqualTo(get(again));
    assertThat(models.asked()).containsExactly(model(1, 1));
  }

  @Test
  void aRequestIdOfLongAgoIsAnsweredFromTheJournal() {
    for (int turn = 1; turn <= 18; turn++) {
      var result = session.run(request(turn));
      models.next().cell("final " + turn);
      get(result);
    }
    assertThat(value(settled(get(session.run(request(1)))))).isEqualTo("1");
    assertThat(models.asked()).hasSize(18);
  }

  @Test
  void whoIsOutOfPatienceIsToldThatTheTurnIsPending() {
    session.submit(request(1));
    var reply = session.reply(to -> new SessionCommand.AwaitTurn(1, Duration.ofMillis(20), to));
    assertThat(reply).isEqualTo(new SessionReply.TurnPending(ID, 1));
    models.next().cell("final 1");
    assertThat(value(session.result(1))).isEqualTo("1");
  }

  @Test
  void cancellingATurnCancelsItsModelCall() {
    var running = session.run(request(1));
    var call = models.next();

    var cancelled = settled(session.reply(to -> new SessionCommand.CancelTurn(1, to)));

    assertThat(cancelled.outcome().terminal()).isEqualTo(TurnStatus.CANCELLED);
    assertThat(cancelled.spend().lost()).isEqualTo(1);
    assertThat(settled(get(running))).isEqualTo(cancelled);
    assertThat(call.answer().handle((_, problem) -> problem != null))
        .succeedsWithin(Duration.ofSeconds(20))
        .isEqualTo(true);
    assertThat(call.answer()).isCancelled();
  }

  @Test
  void cancellingATurnCancelsItsLeaves() {
    session.submit(request(1));
    models.next().cell("ask lm [\"a\",\"q\",\"text\"]", "call lm [\"b\",\"q\",\"text\"] -> b");
    var first = models.next();
    var second = models.next();
    first.reply("one");
    session.reply(to -> new SessionCommand.CancelTurn(1, to));
    assertThat(second.answer().handle((_, problem) -> problem != null))
        .succeedsWithin(Duration.ofSeconds(20));
    assertThat(session.result(1).outcome().terminal()).isEqualTo(TurnStatus.CANCELLED);
  }

  @Test
  void aTurnEndsWhenItsTimeIsOver() {
    var request =
        new TurnRequest(
            "r-1",
            Content.inline("task"),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMillis(50)),
            Optional.empty());
    var result = settled(get(session.run(request)));
    assertThat(result.outcome().terminal()).isEqualTo(TurnStatus.TIMEOUT);
    assertThat(models.next().request().key()).isEqualTo(model(1, 1));
  }

  @Test
  void aStopThatWaitsIsAnsweredAfterTheStepAndTurnsAreRefusedMeanwhile() {
    session.submit(request(1));
    session.submit(request(2));
    var stopped = session.ask(to -> new SessionCommand.StopSession(true, to));
    assertThat(refusal(session.submit(request(3))).kind()).isEqualTo(Kind.SessionStopped);
    assertThat(stopped).isNotDone();
    models.next().cell("set x 1");

    assertThat(get(stopped)).isEqualTo(new SessionReply.Done(ID, SessionStatus.STOPPED));

    assertThat(session.result(1).outcome().terminal()).isEqualTo(TurnStatus.STOPPED);
    assertThat(session.result(2).outcome().terminal()).isEqualTo(TurnStatus.STOPPED);
    assertThat(
            session.reply(
                to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to)))
        .isEqualTo(new SessionReply.Done(ID, SessionStatus.IDLE));
  }

  @Test
  void anUnknownSessionIsRefusedAndItsActorSleeps() throws InterruptedException {
    var stranger = rig.wake(new SessionId("s-2"));
    assertThat(refusal(stranger.submit(request(1))).kind()).isEqualTo(Kind.UnknownSession);
    assertThat(rig.nextSleeper()).isEqualTo(stranger.actor());
  }

  @Test
  void closingASessionPutsItToSleepBeforeItAnswers() {
    assertThat(session.reply(SessionCommand.CloseSession::new))
        .isEqualTo(new SessionReply.Done(ID, SessionStatus.IDLE));
    assertThat(rig.sleepers()).containsExactly(session.actor());
  }

  @Test
  void aTurnThatReachesAnActorOnItsWayToSleepHasTheSessionWoken() throws InterruptedException {
    session.reply(SessionCommand.CloseSession::new);
    session.submit(request(1));
    models.next();

    session.kill();

    assertThat(rig.woken()).isTrue();
  }

  @Test
  void anOlderHeadBringsItsVariablesBack() {
    session.submit(request(1));
    models.next().cell("set x 1", "final x");
    var head = session.result(1).head();
    session.submit(request(2));
    models.next().cell("set x 2", "final x");
    session.result(2);

    session.reply(to -> new SessionCommand.ResumeSession("doctrine/1", head, to));

    session.submit(request(3));
    models.next().cell("final x");
    assertThat(value(session.result(3))).isEqualTo("1");
  }

  @Test
  void anAbortedTurnLeavesItsVariablesBehind() {
    session.submit(request(1));
    models.next().cell("set x 1", "final x");
    session.result(1);
    session.submit(request(2));
    models.next().cell("set x 2");
    models.next();
    session.reply(to -> new SessionCommand.CancelTurn(2, to));

    session.submit(request(3));
    models.next().cell("final x");

    assertThat(value(session.result(3))).isEqualTo("1");
  }

  @Test
  void anIdleKernelIsDroppedInTheMiddleOfATurnAndRebuilt() throws InterruptedException {
    withImpatientKernels();
    session.submit(request(1));
    models.next().cell("set x 1");
    var second = models.next();
    kernels.awaitClosed();
    second.cell("call lm [\"in\",\"q\",\"text\"] -> y");
    var leaf = models.next();
    kernels.awaitClosed();
    leaf.reply("leaf");
    models.next().cell("final y");

    assertThat(value(session.result(1))).isEqualTo("\"leaf\"");
    assertThat(kernels.opened()).isGreaterThanOrEqualTo(3);
    assertThat(models.asked()).doesNotHaveDuplicates();
  }

  private void withImpatientKernels() {
    rig.close();
    rig = SessionRig.inMemory(Lent.of(models, kernels).withKernelPatience(Duration.ofMillis(1)));
    session = rig.wake(ID);
    session.start(rig.spec(10));
  }

  @Test
  void everyEventIsFoldedByTheActorAsByTheFold() {
    session.submit(request(1));
    models.next().cell("set x 1");
    models.next().cell("final x");
    session.result(1);
    var state = SessionState.absent();
    for (SessionEvent event : rig.events(ID)) {
      state = state.apply(event);
    }
    assertThat(state).isInstanceOf(SessionState.Idle.class);
    assertThat(state.count()).isEqualTo(rig.events(ID).size());
  }
}
