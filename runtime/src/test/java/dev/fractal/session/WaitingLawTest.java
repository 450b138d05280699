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
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * The law: wherever the actor of a turn ends that asks people, sleeps and asks leaves, the turn has
 * the same value and variables as without, and nothing is asked, answered, fired or paid for twice.
 */
@Timeout(300)
final class WaitingLawTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final int MOST_ROUNDS = 600;

  /** A program of lanes, each a chain of questions, pauses and leaves. */
  private static String program(RandomGenerator random) {
    int lanes = 2 + random.nextInt(3);
    return IntStream.range(0, lanes)
        .mapToObj(lane -> lane(lane, random))
        .collect(
            Collectors.joining(
                ",\n",
                "let seen = 0;\nconst all = await Promise.all([\n",
                "]);\nFINAL({all, seen})"));
  }

  private static String lane(int lane, RandomGenerator random) {
    var code = new StringBuilder("(async () => { let v = \"l" + lane + "\";");
    int stages = 1 + random.nextInt(3);
    for (int stage = 0; stage < stages; stage++) {
      code.append(
          switch (random.nextInt(4)) {
            case 0 -> " v = await lm(\"\", v + \".\");";
            case 1 -> " await sleep(\"" + (1 + random.nextInt(90)) + "m\"); v += \"z\";";
            case 2 ->
                " v = await ask(\"q \" + v, {timeout: \"%dm\"}).catch(e => v + e.name);"
                    .formatted(1 + random.nextInt(90));
            default -> " v = await ask(\"p \" + v);";
          });
      code.append(" seen++;");
    }
    return code + " return v; })()";
  }

  /** What a turn came to, without times and what only a crash adds. */
  private record Told(
      String value,
      Map<String, String> variables,
      Set<CallKey> leaves,
      Map<CallKey, Integer> unreported,
      List<String> opened,
      List<String> answered,
      long fired) {}

  private static final class Play implements AutoCloseable {
    private final TestModels models;
    private final SessionRig rig;
    private final RandomGenerator kills;
    private final int killEvery;
    private int seen;
    private LiveSession session;

    Play(String program, int killEvery, long seed) {
      this.killEvery = killEvery;
      this.kills = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
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
      session.start(rig.spec(2));
      session.submit(TurnRequest.of("r-1", "go"));
    }

    Told toItsEnd() {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        rest();
        if (written(TurnEnded.class).findFirst().isPresent()) {
          return told();
        }
        answerOrWait();
      }
      throw new AssertionError("the turn does not end: " + rig.events(ID));
    }

    /**
     * Until nothing is written by itself any more. The actor may end once meanwhile, at any event:
     * one that ends three times within the same evaluation has its turn ended.
     */
    private void rest() {
      var killed = new AtomicBoolean();
      rig.await(
          () -> {
            int now = rig.events(ID).size();
            boolean more = now > seen;
            seen = now;
            if (more
                && killEvery > 0
                && kills.nextInt(killEvery) == 0
                && killed.compareAndSet(false, true)) {
              session.kill();
              session = rig.wake(ID);
            }
            var described = (Described) session.reply(SessionCommand.DescribeSession::new);
            return assertThat(described.status().wire()).isIn("waiting", "idle");
          });
    }

    /** Answers the first question without a limit; else time passes until something is due. */
    private void answerOrWait() {
      var done = new ArrayList<String>();
      written(HostCallsCompleted.class)
          .forEach(
              event ->
                  event.results().forEach(result -> done.add(event.cell() + "." + result.call())));
      var open =
          written(AskOpened.class)
              .filter(ask -> ask.ask().due().isEmpty())
              .filter(ask -> !done.contains(ask.cell() + "." + ask.call()))
              .findFirst();
      if (open.isPresent()) {
        var ask = open.get();
        var id = new AskId(ID, ask.turn(), ask.step(), ask.cell(), ask.call());
        LiveSession.get(session.answer(id, "\"to " + ask.ask().question() + "\"", "ada"));
      } else {
        rig.clock().advance(Duration.ofMinutes(1));
      }
    }

    private <E extends SessionEvent> Stream<E> written(Class<E> type) {
      return rig.events(ID).stream().filter(type::isInstance).map(type::cast);
    }

    private Told told() {
      var variables = new TreeMap<String, String>();
      written(CellsEvaluated.class).forEach(event -> variables.putAll(event.variables()));
      var unreported = new TreeMap<CallKey, Integer>();
      models.asked().forEach(key -> unreported.merge(key, 1, Integer::sum));
      written(CallsRepeated.class)
          .flatMap(event -> event.calls().stream())
          .forEach(key -> unreported.computeIfPresent(key, (_, times) -> times - 1));
      unreported.values().removeIf(times -> times <= 1);
      return new Told(
          written(TurnEnded.class).findFirst().orElseThrow().outcome().toString(),
          variables,
          Set.copyOf(models.asked()),
          unreported,
          written(AskOpened.class).map(e -> e.ask().question()).sorted().toList(),
          written(AskAnswered.class).map(e -> e.answer().toString()).sorted().toList(),
          written(TimerFired.class).count());
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aTurnThatWaitsComesToTheSameWhereverItsActorEnds(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var program = program(random);

    Told expected;
    try (var play = new Play(program, 0, seed)) {
      expected = play.toItsEnd();
    }
    try (var play = new Play(program, 2, seed)) {
      var told = play.toItsEnd();
      assertThat(told.value()).as(program).isEqualTo(expected.value());
      assertThat(told.variables()).as(program).isEqualTo(expected.variables());
      assertThat(told.opened()).as(program).isEqualTo(expected.opened());
      assertThat(told.answered()).as(program).isEqualTo(expected.answered());
      assertThat(told.fired()).as(program).isEqualTo(expected.fired());
      // Which of two leaves is answered first is another one in another run, and with it their
      // keys.
      assertThat(told.leaves()).as(program).hasSameSizeAs(expected.leaves());
      assertThat(told.unreported()).as("asked again without being told").isEmpty();
      assertThat(onceEach(play)).as(program).isTrue();
    }
  }

  /** No call is opened, set or fired twice, whatever crashes added to the journal. */
  private static boolean onceEach(Play play) {
    var places =
        play.rig.events(ID).stream()
            .<String>mapMulti(
                (event, add) -> {
                  switch (event) {
                    case AskOpened e -> add.accept("ask " + e.cell() + "." + e.call());
                    case AskAnswered e -> add.accept("answer " + e.cell() + "." + e.call());
                    case TimerSet e -> add.accept("set " + e.cell() + "." + e.call());
                    case TimerFired e -> add.accept("fired " + e.cell() + "." + e.call());
                    default -> {}
                  }
                })
            .toList();
    return places.stream().distinct().count() == places.size();
  }
}
