package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole turns on real actors and a real engine: nothing waits for the slowest call. */
final class RaceTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final int LANES = 40;
  private static final int STAGES = 3;

  private static final String PIPELINE =
      """
      const xs = Array.from({length: %d}, (_, i) => "lane " + i);
      FINAL(await Promise.all(xs.map(async x => {
        let v = x;
        for (let stage = 0; stage < %d; stage++) v = await lm("", v + "." + stage);
        return v;
      })))
      """;

  private final Map<String, CompletableFuture<ModelReply>> leaves = new ConcurrentHashMap<>();
  private final Map<String, Long> delays = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile String program = "";
  private final SessionRig rig =
      SessionRig.inMemory(SessionRig.Lent.of(TestModels.scripted(this::answer), v8()));

  private static GuestKernelFactory v8() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    return new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private CompletableFuture<ModelReply> answer(ModelRequest request) {
    if (request.role() != ModelRequest.Role.LEAF) {
      return CompletableFuture.completedFuture(TestModels.reply(TestModels.cellOf(program)));
    }
    var question = request.newest().strip();
    asked.add(question);
    Long delay = delays.get(question);
    return delay == null
        ? leaf(question)
        : leaf(question)
            .completeOnTimeout(TestModels.reply(question), delay, TimeUnit.MILLISECONDS);
  }

  /** A leaf by its question, which waits until the test answers it. */
  private CompletableFuture<ModelReply> leaf(String question) {
    return leaves.computeIfAbsent(question.strip(), _ -> new CompletableFuture<>());
  }

  private LiveSession running(String code) {
    program = code;
    var session = rig.wake(ID);
    var spec = rig.spec(4);
    session.start(
        new SessionSpec(
            spec.models(),
            Samples.parallel(LANES).limits(),
            spec.descent(),
            spec.authority(),
            spec.budget(),
            spec.doctrine(),
            spec.kernel()));
    session.submit(TurnRequest.of("r-1", "go"));
    return session;
  }

  @Test
  void theFastOfTwoLeavesWinsAndTheSlowOneIsEndedAndTold() {
    leaf("fast").completeOnTimeout(TestModels.reply("fast"), 200, TimeUnit.MILLISECONDS);
    var slow = leaf("slow");

    var session =
        running(
            """
            const slow = lm("", "slow");
            const won = await Promise.race([slow, lm("", "fast")]);
            slow.cancel();
            FINAL(won)
            """);

    var result = session.result(1);
    assertThat(result.outcome())
        .as("the slow one is never answered")
        .isEqualTo(new TurnOutcome.Finished(Content.inline("\"fast\"")));
    assertThat(result.spend().replies()).as("the step and the fast leaf").isEqualTo(2);
    assertThat(result.spend().lost()).as("the slow leaf, which was in flight").isEqualTo(1);
    assertThat(slow).isCancelled();
  }

  @Test
  void aCancelledLeafEndsWhileTheTurnGoesOn() {
    leaf("fast").complete(TestModels.reply("fast"));
    var slow = leaf("slow");
    var late = leaf("late");

    var session =
        running(
            """
            const slow = lm("", "slow");
            await lm("", "fast");
            slow.cancel();
            FINAL(await slow.catch(e => e.name) + await lm("", "late"))
            """);

    assertThat(slow).failsWithin(Duration.ofSeconds(20));
    assertThat(slow).isCancelled();
    late.complete(TestModels.reply("!"));
    assertThat(session.result(1).outcome())
        .isEqualTo(new TurnOutcome.Finished(Content.inline("\"Cancelled!\"")));
  }

  /**
   * In virtual time: a lane that is answered at once comes to its end while no other one is
   * answered, whatever lane it is. So a pipeline takes as long as its longest lane.
   */
  @Test
  void aLaneOfAPipelineIsHeldUpByNoOther() {
    var session = running(PIPELINE.formatted(LANES, STAGES));
    var order = new ArrayList<>(IntStream.range(0, LANES).boxed().toList());
    Collections.shuffle(order, RandomGeneratorFactory.of("L64X128MixRandom").create(11));
    for (int lane : order) {
      toItsEnd(lane);
    }

    assertThat(session.result(1).outcome()).isInstanceOf(TurnOutcome.Finished.class);
    assertThat(batches()).isLessThanOrEqualTo(LANES * STAGES);
  }

  /**
   * Each lane has one slow stage, and a barrier after each stage would take three of them. By the
   * clock, so with room: nine tenths of a slow stage for all that is not waiting.
   */
  @Test
  void aPipelineTakesAsLongAsItsLongestLane() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    long longest = 0;
    for (int lane = 0; lane < LANES; lane++) {
      int slow = random.nextInt(STAGES);
      long lasts = 0;
      var question = "lane " + lane;
      for (int stage = 0; stage < STAGES; stage++) {
        question += "." + stage;
        delays.put(question, stage == slow ? 3_000L : 50 + random.nextLong(50));
        lasts += delays.get(question);
      }
      longest = Math.max(longest, lasts);
    }
    long begun = System.nanoTime();

    var session = running(PIPELINE.formatted(LANES, STAGES));

    assertThat(session.result(1).outcome()).isInstanceOf(TurnOutcome.Finished.class);
    var took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(took).isBetween(Duration.ofMillis(longest), Duration.ofMillis(longest + 2_700));
  }

  /** Answers a lane's stages as they are asked, and none of another lane. */
  private void toItsEnd(int lane) {
    var question = "lane " + lane;
    for (int stage = 0; stage < STAGES; stage++) {
      var asks = question + "." + stage;
      rig.await(() -> assertThat(asked).contains(asks));
      leaf(asks).complete(TestModels.reply(asks));
      question = asks;
    }
  }

  private long batches() {
    return rig.events(ID).stream().filter(HostCallsCompleted.class::isInstance).count();
  }

  @Test
  void resultsThatComeTogetherAreNotOneWriteEach() {
    List<CompletableFuture<ModelReply>> all = new ArrayList<>();
    for (int lane = 0; lane < 16; lane++) {
      all.add(leaf("q" + lane));
      all.getLast().complete(TestModels.reply("a"));
    }

    var session =
        running("FINAL(await Promise.all(Array.from({length: 16}, (_, i) => lm('', 'q' + i))))");

    assertThat(session.result(1).outcome()).isInstanceOf(TurnOutcome.Finished.class);
    assertThat(batches()).isLessThan(12);
  }
}
