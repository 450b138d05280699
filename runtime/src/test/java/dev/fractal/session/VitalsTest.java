package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.SessionRig.Lent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node hears of its sessions. */
final class VitalsTest {
  private static final SessionId ID = new SessionId("s-1");

  private final Heard heard = new Heard();
  private final TestModels models = TestModels.held();
  private final SessionRig rig =
      SessionRig.inMemory(Lent.of(models, new FakeKernelFactory()).with(heard));

  /** Adds up what it is told. */
  private static final class Heard implements SessionMeter {
    final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    final AtomicInteger rebuilds = new AtomicInteger();
    final List<Duration> answered = new CopyOnWriteArrayList<>();
    final List<Duration> fired = new CopyOnWriteArrayList<>();
    private Headcount count = new Headcount(0, 0, 0);

    @Override
    public void written(SessionState after, List<SessionEvent> written, Duration took) {
      assertThat(took).isPositive();
      events.addAll(written);
    }

    @Override
    public void answered(Duration after) {
      answered.add(after);
    }

    @Override
    public void fired(Duration late) {
      fired.add(late);
    }

    @Override
    public void unwritten() {}

    @Override
    public void barred() {}

    @Override
    public synchronized void moved(Headcount change) {
      count =
          new Headcount(
              count.awake() + change.awake(),
              count.running() + change.running(),
              count.waiting() + change.waiting());
    }

    synchronized Headcount count() {
      return count;
    }

    @Override
    public void rebuilt(Duration took) {
      rebuilds.incrementAndGet();
    }
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static TurnRequest request(int turn) {
    return TurnRequest.of("r-" + turn, "task " + turn);
  }

  private void expect(int awake, int running, int waiting) {
    rig.await(
        () ->
            assertThat(heard.count())
                .isEqualTo(new SessionMeter.Headcount(awake, running, waiting)));
  }

  @Test
  void itKnowsWhoIsAwakeWhatRunsAndWhatWaits() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    expect(1, 0, 0);
    var first = session.run(request(1));
    var second = session.run(request(2));
    var third = session.run(request(3));
    expect(1, 1, 2);

    models.next().cell("final 1");
    settled(get(first));
    expect(1, 1, 1);
    models.next().cell("final 2");
    models.next().cell("final 3");
    settled(get(second));
    settled(get(third));
    expect(1, 0, 0);

    session.kill();
    expect(0, 0, 0);
  }

  @Test
  void itHearsEveryWrittenEventOnceAndNoReplayedOne() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    var turn = session.run(request(1));
    models.next().cell("set x 1", "final x");
    settled(get(turn));
    session.kill();
    rig.wake(ID);
    expect(1, 0, 0);

    assertThat(heard.events).containsExactlyElementsOf(rig.events(ID));
    assertThat(heard.events).hasAtLeastOneElementOfType(ModelReplied.class);
    assertThat(heard.events).hasAtLeastOneElementOfType(TurnEnded.class);
  }

  @Test
  void itHearsOfRebuildsAndNotOfNewKernels() {
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    var first = session.run(request(1));
    models.next().cell("set x 1", "final x");
    settled(get(first));
    assertThat(heard.rebuilds).hasValue(0);
    session.kill();

    var second = rig.wake(ID).run(request(2));
    models.next().cell("final x");
    settled(get(second));
    assertThat(heard.rebuilds).hasValue(1);
  }
}
