package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law: wherever the actor of a turn ends whose budget runs out again and again and is raised by
 * a person, the turn has the same value and variables as with a budget that lasts, no call is made
 * twice without being told, and no more is spent than was allowed by then.
 */
@Timeout(300)
final class BudgetLawTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final int MOST_ROUNDS = 300;

  /** Lanes of leaves, some behind others, that count in the order in which they go on. */
  private static String program(RandomGenerator random) {
    return IntStream.range(0, 2 + random.nextInt(5))
        .mapToObj(lane -> lane(lane, 1 + random.nextInt(4)))
        .collect(
            Collectors.joining(
                ",\n",
                "let seen = 0;\nconst all = await Promise.all([\n",
                "]);\nFINAL({all, seen})"));
  }

  private static String lane(int lane, int stages) {
    return "(async () => { let v = 'l%d';%s return v; })()"
        .formatted(lane, " v = await lm('', v + '.'); seen++;".repeat(stages));
  }

  private static final class Play implements AutoCloseable {
    private final TestModels models;
    private final SessionRig rig;
    private final RandomGenerator random;
    private final boolean killed;
    private int limit;
    private int seen;
    private LiveSession session;

    /** A model call is one dollar. */
    Play(String program, int limit, boolean killed, long seed) {
      this.limit = limit;
      this.killed = killed;
      this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      this.models =
          TestModels.scripted(
              request ->
                  CompletableFuture.completedFuture(
                      TestModels.reply(
                          request.role() == ModelRequest.Role.LEAF
                              ? request.newest().strip()
                              : TestModels.cellOf(program))));
      var limits = KernelConfig.limits(ConfigFactory.load());
      this.rig =
          SessionRig.inMemory(
              SessionRig.Lent.of(models, new GuestKernelFactory(new V8Engine(limits), limits)));
      this.session = rig.wake(ID);
      var no = Allowance.unlimited();
      session.start(
          rig.spec(2)
              .with(new Budget(Allowance.of(limit), no, no, no, no, Optional.empty()))
              .with(BudgetPolicy.USUAL.with(OnBudget.ASK)));
      session.submit(TurnRequest.of("r-1", "go"));
    }

    void toItsEnd() {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        rest();
        assertThat(models.asked().size() - repeated())
            .as("what was spent by now, but for what a crash had made again")
            .isLessThanOrEqualTo(limit);
        if (written(TurnEnded.class).findFirst().isPresent()) {
          return;
        }
        limit += 1 + random.nextInt(3);
        raise();
      }
      throw new AssertionError("the turn does not end: " + rig.events(ID));
    }

    /** Twice, with a crash before, between or behind at times, in either way. */
    private void raise() {
      maybeKill();
      boolean answers = random.nextBoolean();
      var ask = written(AskOpened.class).reduce((_, last) -> last).orElseThrow();
      var id = new AskId(ID, ask.turn(), ask.step(), ask.cell(), ask.call());
      for (int time = 0; time < 2; time++) {
        var said =
            answers
                ? session.answer(id, "{\"usd\": %d}".formatted(limit), "ada")
                : session.ask(
                    to ->
                        new SessionCommand.RaiseBudget(
                            Raise.usd(Integer.toString(limit)), "ada", to));
        assertThat(LiveSession.get(said)).as("raise to " + limit).isInstanceOf(Done.class);
        maybeKill();
      }
    }

    private void maybeKill() {
      if (killed && random.nextInt(3) == 0) {
        session.kill();
        session = rig.wake(ID);
      }
    }

    private void rest() {
      var once = new AtomicBoolean();
      rig.await(
          () -> {
            int now = rig.events(ID).size();
            boolean more = now > seen;
            seen = now;
            if (more && killed && random.nextInt(2) == 0 && once.compareAndSet(false, true)) {
              session.kill();
              session = rig.wake(ID);
            }
            var described = (Described) session.reply(SessionCommand.DescribeSession::new);
            return assertThat(described.status().wire()).isIn("waiting", "idle");
          });
    }

    private int repeated() {
      return written(CallsRepeated.class).mapToInt(event -> event.paid().size()).sum();
    }

    private <E extends SessionEvent> Stream<E> written(Class<E> type) {
      return rig.events(ID).stream().filter(type::isInstance).map(type::cast);
    }

    String value() {
      return written(TurnEnded.class).findFirst().orElseThrow().outcome().toString();
    }

    Map<String, String> variables() {
      var all = new TreeMap<String, String>();
      written(CellsEvaluated.class).forEach(event -> all.putAll(event.variables()));
      return all;
    }

    /** Calls that were made again though no event tells so. */
    List<CallKey> untold() {
      var times = new TreeMap<CallKey, Integer>();
      models.asked().forEach(key -> times.merge(key, 1, Integer::sum));
      written(CallsRepeated.class)
          .flatMap(event -> event.calls().stream())
          .forEach(key -> times.computeIfPresent(key, (_, count) -> count - 1));
      times.values().removeIf(count -> count <= 1);
      return List.copyOf(times.keySet());
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aTurnThatRunsOutOfMoneyComesToTheSameWhereverItsActorEnds(long seed) {
    var program = program(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    String value;
    Map<String, String> variables;
    try (var rich = new Play(program, 1_000, false, seed)) {
      rich.toItsEnd();
      value = rich.value();
      variables = rich.variables();
      assertThat(rich.written(AskOpened.class)).isEmpty();
    }
    for (boolean killed : new boolean[] {false, true}) {
      try (var poor = new Play(program, 2, killed, seed)) {
        poor.toItsEnd();
        assertThat(poor.value()).as(program).isEqualTo(value);
        assertThat(poor.variables()).as(program).isEqualTo(variables);
        assertThat(poor.untold()).as(program).isEmpty();
        assertThat(poor.written(AskOpened.class)).isNotEmpty();
        assertThat(poor.written(AskAnswered.class))
            .hasSameSizeAs(poor.written(AskOpened.class).toList());
        assertThat(poor.written(BudgetRaised.class))
            .hasSameSizeAs(poor.written(AskOpened.class).toList());
      }
    }
  }
}
