package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.ReplayStep;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.StepRecord.Wave;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.repl.StepOutcome;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The order of the journal is the order of delivery: whatever order results come in, wherever the
 * session is lost in between, every rebuild gives the same calls and the same variables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeliveryLawTest {
  private static final int SEEDS = 200;
  private static final int CRASHES = 8;

  /** Programs whose variables and calls depend on no order. */
  private static final List<String> ORDERLESS =
      List.of(
          "const all = await Promise.all(Array.from({length: 40}, (_, i) => lm(i, 'q')));",
          "const all = await mapLm(Array.from({length: 40}, (_, i) => i), 'q');",
          "const half = mapLm([1, 2, 3, 4, 5], 'a'); const one = await lm('x', 'b');"
              + " const all = [one, ...await half, ...await mapLm(['y', 'z'], 'c')];",
          "const some = await Promise.allSettled(Array.from({length: 40}, (_, i) => lm(i, 'q')));"
              + " const all = some.map(s => s.value);");

  /** Programs that see which result came first. */
  private static final List<String> ORDERED =
      List.of(
          "const order = []; const seen = await Promise.all(Array.from({length: 40}, (_, i) =>"
              + " lm(i, 'q').then(v => { order.push([i, Date.now(), Math.random()]); return v })));",
          "const order = []; const seen = await Promise.all(Array.from({length: 12}, async (_, i) =>"
              + " { let v = i; for (let s = 0; s < 3; s++) { v = await lm(v, 'stage ' + s);"
              + " order.push(i + '/' + s) } return v }));",
          "const order = []; const open = new Map(Array.from({length: 10}, (_, i) =>"
              + " [i, lm(i, 'q').then(v => [i, v])])); while (open.size > 0) { const [i, v] = await"
              + " Promise.race(open.values()); open.delete(i); order.push(v); if (i % 4 === 0)"
              + " order.push(await lm(v, 'again')) }; open.clear(); const seen = order.length",
          "const calls = Array.from({length: 9}, (_, i) => lm(i, 'q')); const order = [await"
              + " Promise.race(calls)]; order.push(await Promise.any(calls.slice(3)));"
              + " calls.slice(0, 5).forEach(c => c.cancel()); const seen = (await"
              + " Promise.allSettled(calls)).map(s => s.status + (s.reason ? s.reason.name : ''));"
              + " calls.length = 0;",
          "const order = []; const slow = mapLm([1, 2, 3, 4], 's'); const first = await"
              + " Promise.race([slow.then(() => 'slow'), lm('a', 'q'), lm('b', 'q')]);"
              + " order.push(first, budget().calls); slow.cancel(); lm('late', 'q').then(v =>"
              + " order.push(v)); const seen = await slow.catch(e => e.name);");

  private KernelFactory kernels = new FakeKernelFactory();

  @BeforeAll
  void open() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    kernels = new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterAll
  void close() {
    kernels.close();
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private PlayedTurn played(String program, long seed) {
    var random = random(seed);
    var turn = new PlayedTurn(kernels, random, 1 + random.nextInt(40));
    return turn.play(1, program, CRASHES).play(2, "const more = await lm('more', 'q');", CRASHES);
  }

  @Test
  void anyOrderOfResultsGivesTheSameVariablesAndCalls() {
    for (int program = 0; program < ORDERLESS.size(); program++) {
      var first = played(ORDERLESS.get(program), 0);
      for (long seed = 1; seed <= SEEDS / ORDERLESS.size(); seed++) {
        var other = played(ORDERLESS.get(program), seed);

        var where = "program " + program + " seed " + seed;
        assertThat(other.workspace().digests()).as(where).isEqualTo(first.workspace().digests());
        assertThat(calls(other.journal())).as(where).isEqualTo(calls(first.journal()));
        check(other, where);
      }
    }
  }

  @Test
  void aRebuildSeesResultsInTheOrderInWhichTheyCame() {
    for (int program = 0; program < ORDERED.size(); program++) {
      for (long seed = 1; seed <= SEEDS / ORDERED.size(); seed++) {
        check(played(ORDERED.get(program), seed), "program " + program + " seed " + seed);
      }
    }
  }

  /** What a rebuild from the journal compares is every digest, every call and every ending. */
  private static void check(PlayedTurn turn, String where) {
    assertThat(turn.askedTwice()).as(where).isEmpty();
    assertThat(turn.workspace().digests()).as(where).isNotEmpty();
    assertThat(turn.rebuilt(turn.workspace())).as(where).isInstanceOf(StepOutcome.Evaluated.class);
  }

  private static Set<HostCall> calls(List<SessionEvent> journal) {
    return journal.stream()
        .filter(HostCallsRequested.class::isInstance)
        .flatMap(event -> ((HostCallsRequested) event).calls().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void resultsInAnotherOrderThanThatOfTheJournalAreADivergence() {
    int seen = 0;
    for (int program = 0; program < ORDERED.size(); program++) {
      var turn = played(ORDERED.get(program), 7);
      seen += turn.rebuilt(shuffled(turn.workspace())) instanceof StepOutcome.Diverged ? 1 : 0;
    }

    assertThat(seen).isEqualTo(ORDERED.size());
  }

  /**
   * The same results, those of each pair of waves exchanged as far as both cells waited for them.
   */
  private static Workspace shuffled(Workspace at) {
    var steps = at.replay().stream().map(DeliveryLawTest::shuffled).toList();
    return new Workspace(at.saved(), at.digests(), at.inputs(), steps, at.anchor());
  }

  private static ReplayStep shuffled(ReplayStep at) {
    var waves = at.step().waves().stream().map(DeliveryLawTest::reversed).toList();
    var step =
        new StepRecord(
            at.step().step(), at.step().reply(), at.step().clock(), at.step().left(), waves);
    return new ReplayStep(at.origin(), at.turn(), step, at.inputs(), at.cells());
  }

  private static Wave reversed(Wave wave) {
    return new Wave(
        wave.cell(), wave.calls(), wave.results().reversed(), wave.clock(), wave.left());
  }

  @Test
  void aFanOutIsGoneOnWithOnceAndWrittenInTheBatchesThatCame() {
    var turn = new PlayedTurn(kernels, random(3), 40);

    turn.play(1, ORDERLESS.get(1), 0);

    assertThat(turn.slices()).as("one to ask, one when all lanes are there").isEqualTo(2);
    assertThat(turn.writes()).isLessThan(20);
  }
}
