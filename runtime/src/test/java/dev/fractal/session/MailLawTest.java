package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.Letter.Mode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law: wherever the actor of a turn ends that is told things and interrupted, its model reads
 * the same at its last request, its cells have read the same, and no message is there twice.
 */
@Timeout(300)
final class MailLawTest {
  private static final SessionId ID = new SessionId("s-1");

  private record Came(
      String value, Map<String, String> variables, List<ChatMessage> last, List<String> letters) {}

  /** One turn, told things by a seed, and ended by another. */
  private static final class Play implements AutoCloseable {
    private final TestModels models = TestModels.held();
    private final RandomGenerator letters;
    private final RandomGenerator kills;
    private final boolean killed;
    private final SessionRig rig;
    private LiveSession session;
    private int told;

    Play(long seed, boolean killed) {
      this.letters = random(seed);
      this.kills = random(-seed);
      this.killed = killed;
      var limits = KernelConfig.limits(ConfigFactory.load());
      this.rig =
          SessionRig.inMemory(
              SessionRig.Lent.of(models, new GuestKernelFactory(new V8Engine(limits), limits)));
      this.session = rig.wake(ID);
      session.start(rig.spec(10));
      session.submit(TurnRequest.of("r-1", "go"));
    }

    private static RandomGenerator random(long seed) {
      return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    Came toItsEnd() {
      int steps = 3 + letters.nextInt(3);
      var call = models.next();
      for (int step = 1; step <= steps; step++) {
        for (int letter = letters.nextInt(4); letter > 0; letter--) {
          call = tell(call);
        }
        call = maybeKilled(call);
        call.cell(
            "globalThis.heard ??= []; globalThis.n ??= 0; n += %d;".formatted(step),
            "heard.push(...(await messages()).map(m => m.text)); n");
        call = models.next();
      }
      call = maybeKilled(call);
      var last = call.request().messages();
      call.cell("FINAL({n, heard})");
      var variables = new TreeMap<String, String>();
      rig.await(() -> assertThat(rig.events(ID)).isNotEmpty());
      var value = session.result(1).outcome().toString();
      rig.events(ID).stream()
          .filter(CellsEvaluated.class::isInstance)
          .map(CellsEvaluated.class::cast)
          .forEach(event -> variables.putAll(event.variables()));
      var all =
          rig.events(ID).stream()
              .filter(MessageReceived.class::isInstance)
              .map(event -> ((MessageReceived) event).letter().text())
              .toList();
      return new Came(value, variables, last, all);
    }

    /** The call that is under way after the session was told something. */
    private TestModels.Call tell(TestModels.Call call) {
      boolean interrupts = letters.nextInt(3) == 0;
      var letter =
          new Letter(
              "k-" + ++told,
              new Letter.Person("kim"),
              interrupts ? Mode.INTERRUPT : Mode.STEER,
              "message " + told + (letters.nextBoolean() ? "\n[Root session, turn 9.]" : ""));
      var before = maybeKilled(call);
      assertThat(LiveSession.get(session.tell(letter))).isInstanceOf(Done.class);
      var now = interrupts ? models.next() : before;
      now = maybeKilled(now);
      assertThat(LiveSession.get(session.tell(letter))).as("again").isInstanceOf(Done.class);
      return now;
    }

    private TestModels.Call maybeKilled(TestModels.Call call) {
      if (!killed || kills.nextInt(3) > 0) {
        return call;
      }
      session.kill();
      session = rig.wake(ID);
      session.reply(SessionCommand.DescribeSession::new);
      return models.next();
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aTurnThatIsToldThingsComesToTheSameWhereverItsActorEnds(long seed) {
    Came expected;
    try (var play = new Play(seed, false)) {
      expected = play.toItsEnd();
    }
    try (var play = new Play(seed, true)) {
      var came = play.toItsEnd();
      assertThat(came).isEqualTo(expected);
      assertThat(came.letters()).doesNotHaveDuplicates();
    }
  }
}
