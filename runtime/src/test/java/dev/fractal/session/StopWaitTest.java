package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.PersistentSessions;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.session.SessionRig.Lent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits until a session has stopped. */
final class StopWaitTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final Duration RETRY_FOR = Duration.ofMillis(100);

  private final TestModels models = TestModels.held();
  private final SessionRig rig = SessionRig.inMemory(Lent.of(models, new FakeKernelFactory()));
  private final SpawnedSessions family = rig.family();
  private final PersistentSessions sessions =
      new PersistentSessions(family, RETRY_FOR, Duration.ofSeconds(5));

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aStepMayTakeLongerThanAQuestionIsAskedAgain() throws Exception {
    var session = family.awake(ID);
    session.start(rig.spec(10));
    session.submit(TurnRequest.of("r-1", "task"));
    var step = models.next();

    var stopped = sessions.stop(ID, true).toCompletableFuture();
    try {
      var early = stopped.get(10 * RETRY_FOR.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("the step still runs, and yet: " + early);
    } catch (TimeoutException e) {
      step.cell("set x 1");
    }

    assertThat(get(stopped)).isEqualTo(new SessionReply.Done(ID, SessionStatus.STOPPED));
  }

  @Test
  void oneThatIsIdleHasStoppedAtOnceAndOneThatIsNotThereIsRefused() {
    family.awake(ID).start(rig.spec(10));

    assertThat(get(sessions.stop(ID, true).toCompletableFuture()))
        .isEqualTo(new SessionReply.Done(ID, SessionStatus.STOPPED));
    assertThat(get(sessions.stop(new SessionId("nobody"), true).toCompletableFuture()))
        .isInstanceOf(SessionReply.Refused.class);
  }
}
