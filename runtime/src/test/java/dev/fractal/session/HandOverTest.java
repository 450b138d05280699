package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.session.SessionRig.Lent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session does with what is in flight when another node takes it over. */
final class HandOverTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final TurnOutcome ONE = new TurnOutcome.Finished(Content.inline("1"));

  private final TestModels models = TestModels.held();
  private SessionRig rig = SessionRig.inMemory(Lent.of(models, new FakeKernelFactory()));

  @AfterEach
  void close() {
    rig.close();
  }

  private LiveSession begun() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    session.submit(TurnRequest.of("r-1", "task"));
    return session;
  }

  private long repeated() {
    return rig.events(ID).stream()
        .filter(CallsRepeated.class::isInstance)
        .mapToLong(event -> ((CallsRepeated) event).calls().size())
        .sum();
  }

  @Test
  void aReplyInFlightIsWrittenAndNothingIsAskedAgain() {
    var session = begun();
    var call = models.next();
    session.handOver();
    call.cell("set x 1", "final x");
    session.awaitEnd();

    assertThat(rig.events(ID)).hasAtLeastOneElementOfType(ModelReplied.class);
    assertThat(rig.events(ID)).last().isInstanceOf(TurnHandedOver.class);
    var result = rig.wake(ID).result(1);
    assertThat(result.outcome()).isEqualTo(ONE);
    assertThat(result.spend().lost()).isZero();
    assertThat(models.asked()).containsExactly(CallKey.model(ID, 1, 1));
  }

  @Test
  void aLeafInFlightIsWrittenAndTheCellGoesOnElsewhere() {
    var session = begun();
    models.next().cell("call lm [\"a\",\"q\",\"text\"] -> b", "final 1");
    var leaf = models.next();
    session.handOver();
    leaf.reply("one");
    session.awaitEnd();

    assertThat(rig.events(ID)).hasAtLeastOneElementOfType(HostCallsCompleted.class);
    var result = rig.wake(ID).result(1);
    assertThat(result.outcome()).isEqualTo(ONE);
    assertThat(result.spend().lost()).isZero();
    assertThat(repeated()).isZero();
    assertThat(models.asked()).hasSize(2);
  }

  @Test
  void aCallBeyondTheTimeIsMadeAgainOnceAndReported() {
    rig.close();
    rig =
        SessionRig.inMemory(
            Lent.of(models, new FakeKernelFactory()).withHandOver(Duration.ofMillis(50)));
    var session = begun();
    models.next();
    session.handOver();
    session.awaitEnd();

    session = rig.wake(ID);
    models.next().cell("final 1");
    var result = session.result(1);

    assertThat(result.outcome()).isEqualTo(ONE);
    assertThat(result.spend().lost()).isEqualTo(1);
    assertThat(repeated()).isEqualTo(1);
    assertThat(models.asked()).hasSize(2);
  }

  @Test
  void aCommandIsRefusedSoThatItIsAskedAgainAndThoseWhoWaitAreTold() {
    var session = begun();
    var waiting = session.await(1);
    var call = models.next();
    session.handOver();

    assertThat(refusal(session.submit(TurnRequest.of("r-2", "more"))).kind())
        .isEqualTo(Kind.NotStored);

    call.cell("final 1");
    session.awaitEnd();
    assertThat(refusal(get(waiting)).kind()).isEqualTo(Kind.NotStored);
    assertThat(rig.wake(ID).result(1).outcome()).isEqualTo(ONE);
  }

  @Test
  void anIdleSessionEndsAtOnceAndWritesNothing() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    session.handOver();
    session.awaitEnd();
    assertThat(rig.events(ID)).hasSize(1);
  }

  @Test
  void aParentDoesNotWaitForItsChildren() {
    var family = rig.family();
    var parent = family.awake(ID);
    parent.start(rig.spec(10));
    parent.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("call rlm [\"do it\",{}] -> e", "final 1");
    var child = models.next();
    family.handOver(ID);
    parent.awaitEnd();

    child.cell("final 7");

    assertThat(family.awake(ID).result(1).outcome()).isEqualTo(ONE);
    assertThat(repeated()).isZero();
    assertThat(models.asked()).hasSize(2);
  }
}
