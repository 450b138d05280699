package dev.fractal.session;

import static dev.fractal.kernel.TroubledKernels.Trouble.AWAY;
import static dev.fractal.kernel.TroubledKernels.Trouble.DEFECT;
import static dev.fractal.kernel.TroubledKernels.Trouble.LIES;
import static dev.fractal.kernel.TroubledKernels.Trouble.LIES_AT_RANDOM;
import static dev.fractal.kernel.TroubledKernels.Trouble.LOST;
import static dev.fractal.kernel.TroubledKernels.Trouble.LOST_AT_ONCE;
import static dev.fractal.kernel.TroubledKernels.Trouble.LOST_SUSPECT;
import static dev.fractal.kernel.TroubledKernels.Trouble.NONE;
import static dev.fractal.kernel.TroubledKernels.Trouble.REPLAY_LIMIT;
import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Opening.Room;
import dev.fractal.kernel.TroubledKernels;
import dev.fractal.kernel.TroubledKernels.Trouble;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.SessionRig.Lent;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How rebuilds and evaluations end on kernels that lie, break and are lost. */
final class EndingsTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final TurnRequest REQUEST = TurnRequest.of("r-1", "task");

  private final TestModels models = TestModels.held();
  private final TroubledKernels kernels = new TroubledKernels();
  private final SessionRig rig = SessionRig.inMemory(Lent.of(models, kernels));

  @AfterEach
  void close() {
    rig.close();
  }

  /** A session whose first step is written, and whose second reply comes to a new actor. */
  private LiveSession rebuilt(Trouble... troubles) {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    session.submit(REQUEST);
    models.next().cell("set x 1");
    models.next().cell("call lm [\"a\",\"q\",\"text\"] -> y");
    models.next();
    session.kill();
    kernels.expect(troubles);
    session = rig.wake(ID);
    models.next().reply("one");
    return session;
  }

  private TurnOutcome finish(LiveSession session) {
    models.next().cell("final x");
    return session.result(1).outcome();
  }

  private static TurnOutcome finished(String json) {
    return new TurnOutcome.Finished(Content.inline(json));
  }

  private static SessionReply resume(LiveSession session) {
    return session.reply(
        to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
  }

  private static SessionStatus status(LiveSession session) {
    return ((SessionReply.Described) session.reply(SessionCommand.DescribeSession::new)).status();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"LIES", "LIES_AT_RANDOM", "REPLAY_LIMIT", "WALK_LIMIT"})
  void oneTroubleOfARebuildIsMadeUpForWithMoreRoom(Trouble trouble) {
    var session = rebuilt(trouble);
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).containsExactly(Room.SHARED, Room.ALONE);
  }

  @Test
  void twoRebuildsThatAgreeAgainstTheRecordQuarantine() {
    var session = rebuilt(LIES, LIES);
    var refusal = refusal(get(session.await(1)));
    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message()).contains("x (recorded ");
  }

  @Test
  void twoRebuildsThatDisagreeSuspend() {
    var session = rebuilt(LIES_AT_RANDOM, LIES_AT_RANDOM);
    var refusal = refusal(get(session.await(1)));
    assertThat(refusal.kind()).isEqualTo(Kind.SessionSuspended);
    assertThat(refusal.message()).contains("does not repeat itself");
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"REPLAY_LIMIT", "WALK_LIMIT"})
  void whatCannotBeFinishedTwiceSuspendsAndGoesOnWhenItIsResumed(Trouble trouble) {
    var session = rebuilt(trouble, trouble);
    assertThat(refusal(get(session.await(1))).kind()).isEqualTo(Kind.SessionSuspended);
    assertThat(status(session)).isEqualTo(SessionStatus.SUSPENDED);
    assertThat(rig.events(ID)).last().isInstanceOf(SessionEvent.SessionSuspended.class);

    kernels.expect();
    resume(session);

    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).containsExactly(Room.ALONE);
  }

  /** Its worker ended for the sake of others, with many rebuilds like this one. */
  @Test
  void aRebuildWhoseProcessEndsIsDoneAgainBesideOthers() {
    var session = rebuilt(LOST_AT_ONCE, LOST_AT_ONCE);
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).containsExactly(Room.SHARED, Room.SHARED, Room.SHARED);
  }

  @Test
  void oneThatLosesItsProcessAgainAndAgainSuspends() {
    var session = rebuilt(LOST_AT_ONCE, LOST_AT_ONCE, LOST_AT_ONCE, LOST_AT_ONCE);
    assertThat(refusal(get(session.await(1))).kind()).isEqualTo(Kind.SessionSuspended);
    assertThat(kernels.rooms()).containsExactly(Room.SHARED, Room.SHARED, Room.SHARED, Room.ALONE);
    kernels.expect();
    resume(session);
    assertThat(finish(session)).isEqualTo(finished("1"));
  }

  /** Nothing can be evaluated for a while: that is no fault of the session and suspends nothing. */
  @Test
  void anEngineThatIsAwayIsWaitedFor() {
    var session = rebuilt(AWAY, AWAY, AWAY);
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).hasSize(4).containsOnly(Room.SHARED);
    assertThat(rig.events(ID)).noneMatch(SessionEvent.SessionSuspended.class::isInstance);
    assertThat(rig.events(ID)).noneMatch(SessionEvent.EvaluationRepeated.class::isInstance);
  }

  @Test
  void aSuspendedSessionStaysSoInAnotherProcessAndAsksNoModel() {
    var session = rebuilt(REPLAY_LIMIT, REPLAY_LIMIT);
    get(session.await(1));
    session.kill();
    int asked = models.asked().size();

    session = rig.wake(ID);

    assertThat(refusal(get(session.await(1))).kind()).isEqualTo(Kind.SessionSuspended);
    assertThat(models.asked()).hasSize(asked);
    resume(session);
    assertThat(finish(session)).isEqualTo(finished("1"));
  }

  @Test
  void aDefectSuspends() {
    var session = rebuilt(DEFECT);
    assertThat(refusal(get(session.await(1))).message()).contains("failed unexpectedly");
  }

  @Test
  void aKernelThatIsLostUnderANewCellIsMadeUpForWithoutAWord() {
    var session = started(LOST);
    models.next().cell("set x 1");
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).containsExactly(Room.SHARED, Room.SHARED);
    assertThat(rig.events(ID)).noneMatch(SessionEvent.EvaluationRepeated.class::isInstance);
  }

  @Test
  void aSuspectIsTriedAlone() {
    var session = started(LOST_SUSPECT);
    models.next().cell("set x 1");
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(kernels.rooms()).containsExactly(Room.SHARED, Room.APART);
  }

  @Test
  void twoLossesAreCountedAndTheStepStillGoesOn() {
    var session = started(LOST, LOST);
    models.next().cell("set x 1");
    assertThat(finish(session)).isEqualTo(finished("1"));
    assertThat(rig.events(ID))
        .contains(new SessionEvent.EvaluationRepeated(1, 1, 2, SessionRig.NOW));
    assertThat(kernels.rooms()).last().isEqualTo(Room.ALONE);
  }

  @Test
  void theThirdLossEndsTheTurnAndTheSessionTakesTheNext() {
    var session = started(LOST, LOST, LOST);
    models.next().cell("set x 1");
    var ended = (TurnOutcome.Aborted) session.result(1).outcome();
    assertThat(ended.reason().type()).isEqualTo("EvaluationLost");
    assertThat(ended.reason().message()).contains("step 1 of turn 1", "3 times");

    session.submit(TurnRequest.of("r-2", "again"));
    models.next().cell("final 2");
    assertThat(session.result(2).outcome()).isEqualTo(finished("2"));
  }

  @Test
  void stepsThatAreLostOnceEachAreNotCountedTogether() {
    var session = started();
    for (int step = 1; step <= 4; step++) {
      kernels.expect(LOST, NONE);
      models.next().cell("set x " + step);
      if (step < 4) {
        var next = models.next();
        session.kill();
        session = rig.wake(ID);
        next.cell("print late");
      }
    }
    assertThat(finish(session)).isEqualTo(finished("4"));
  }

  private LiveSession started(Trouble... troubles) {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    session.submit(REQUEST);
    kernels.expect(troubles);
    return session;
  }
}
