package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.session.SessionRig.Lent;
import dev.fractal.session.decide.Samples;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions whose actor ends in the middle, whose writes fail, or whose journal lies. */
final class SessionRecoveryTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final String PID = JournalReader.persistenceId(ID);
  private static final TurnRequest REQUEST = TurnRequest.of("r-1", "task");

  private final TestModels models = TestModels.held();
  private final SessionRig rig = SessionRig.inMemory(Lent.of(models, new FakeKernelFactory()));

  @AfterEach
  void close() {
    rig.close();
  }

  private LiveSession started() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    return session;
  }

  private static TurnOutcome finished(String json) {
    return new TurnOutcome.Finished(Content.inline(json));
  }

  private List<CallKey> repeated() {
    return rig.events(ID).stream()
        .filter(CallsRepeated.class::isInstance)
        .flatMap(event -> ((CallsRepeated) event).calls().stream())
        .toList();
  }

  private static CallKey leaf(int call) {
    return CallKey.host(ID, 1, 1, 0, call);
  }

  @Test
  void aCallInFlightAtTheEndIsMadeAgainOnceAndReported() {
    var session = started();
    session.submit(REQUEST);
    models.next();
    session.kill();

    session = rig.wake(ID);
    models.next().cell("set x 1");
    models.next().cell("final x");
    var result = session.result(1);

    assertThat(result.outcome()).isEqualTo(finished("1"));
    assertThat(result.spend().lost()).isEqualTo(1);
    assertThat(repeated()).containsExactly(CallKey.model(ID, 1, 1));
    assertThat(models.asked())
        .containsExactly(CallKey.model(ID, 1, 1), CallKey.model(ID, 1, 1), CallKey.model(ID, 1, 2));
  }

  @Test
  void leavesWithResultsAreNotAskedAgain() {
    var session = started();
    session.submit(REQUEST);
    models.next().cell("ask lm [\"a\",\"q\",\"text\"]", "call lm [\"b\",\"q\",\"text\"] -> b");
    var first = models.next();
    var held = models.next();
    var answered = first.request().key().equals(leaf(0)) ? first : held;
    answered.reply("one");
    rig.awaitWritten(ID, SessionEvent.HostCallsCompleted.class);
    session.kill();

    session = rig.wake(ID);
    var again = models.next();
    assertThat(again.request().key()).isEqualTo(leaf(1));
    again.reply("two");
    models.next().cell("final b");

    assertThat(session.result(1).outcome()).isEqualTo(finished("\"two\""));
    assertThat(repeated()).containsExactly(leaf(1));
  }

  @Test
  void aReplyThatIsWrittenIsNotAskedForAgainWhenItsCellsWereNotEvaluated() {
    var session = started();
    session.submit(REQUEST);
    models.next().cell("set x 1");
    models.next();
    session.kill();

    session = rig.wake(ID);
    var again = models.next();
    assertThat(again.request().key()).isEqualTo(CallKey.model(ID, 1, 2));
    again.cell("set x 3");
    models.next().cell("final x");

    assertThat(session.result(1).outcome()).isEqualTo(finished("3"));
    assertThat(repeated()).containsExactly(CallKey.model(ID, 1, 2));
  }

  @Test
  void anActorThatEndsTellsThoseWhoWaitToAskAgain() {
    var session = started();
    var waiting = session.run(REQUEST);
    models.next();
    session.kill();
    assertThat(refusal(get(waiting)).kind()).isEqualTo(Kind.NotStored);
  }

  @Test
  void aCommandThatCannotBeWrittenIsRefusedAndCanBeAskedAgain() {
    var session = started();
    rig.journal().failNextPersisted(PID);

    assertThat(refusal(session.submit(REQUEST)).kind()).isEqualTo(Kind.NotStored);

    assertThat(session.submit(REQUEST)).isEqualTo(new SessionReply.TurnAccepted(ID, 1));
    models.next().cell("final 1");
    assertThat(session.result(1).outcome()).isEqualTo(finished("1"));
    assertThat(models.asked()).hasSize(1);
  }

  @Test
  void aReplyThatCannotBeWrittenIsWrittenAgainAndNotAskedForAgain() {
    var session = started();
    var waiting = session.run(REQUEST);
    var call = models.next();
    rig.journal().failNextNPersisted(PID, 2);
    call.cell("set x 1", "final x");

    var result = settled(get(waiting));
    assertThat(result.outcome()).isEqualTo(finished("1"));
    assertThat(result.spend().lost()).isZero();
    assertThat(models.asked()).hasSize(1);
    assertThat(repeated()).isEmpty();
  }

  @Test
  void aDivergingDigestQuarantinesWithADiffAndAsksNoModel() {
    rig.journal().persistForRecovery(PID, lyingJournal());
    var session = rig.wake(ID);

    var refusal = refusal(get(session.await(1)));

    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message()).contains("x (recorded " + Samples.digest(9, 9) + ", rebuilt ");
    assertThat(models.asked()).isEmpty();
    assertThat(rig.events(ID)).last().isInstanceOf(SessionEvent.SessionQuarantined.class);
    session.kill();
    assertThat(refusal(rig.wake(ID).submit(REQUEST)).kind()).isEqualTo(Kind.SessionQuarantined);
  }

  private List<Object> lyingJournal() {
    var spec = rig.spec(10);
    var lie = (SessionEvent.CellsEvaluated) Samples.evaluated(9, 9);
    return List.of(
        new SessionEvent.SessionStarted(ID, spec, Samples.T0),
        Samples.opened(1),
        Samples.replied(1, 1),
        new SessionEvent.CellsEvaluated(
            1, 1, lie.cells(), lie.observation(), lie.variables(), List.of(), Samples.T0),
        Samples.replied(1, 2));
  }

  @Test
  void anEventThatDoesNotFitQuarantines() {
    rig.journal()
        .persistForRecovery(
            PID,
            List.of(
                new SessionEvent.SessionStarted(ID, rig.spec(10), Samples.T0),
                Samples.replied(1, 1)));
    var refusal = refusal(rig.wake(ID).submit(REQUEST));
    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message()).contains("event 2", "ModelReplied");
  }
}
