package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.settled;
import static dev.fractal.session.TestModels.cellOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.Outages.Manner;
import dev.fractal.session.Outages.Plan;
import dev.fractal.session.SessionRig.Lent;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law of a store that is away and comes back: the journals of a turn, its children's among
 * them, are what they are without it, and no model is asked more often.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutagesTest {
  private static final long SEED = 20_261_129L;
  private static final SessionId ID = new SessionId("law");
  private static final SessionId CHILD = SessionId.child(ID, CallKey.host(ID, 1, 2, 0, 0));
  private static final String LONG = "'" + "v".repeat(5_000) + "'";

  /**
   * Two steps with an input, leaves, files, a child and values beyond what stands in the journal.
   */
  private static final List<String> STEPS =
      List.of(
          cellOf(
              "const book = inputs.book;",
              "let long = " + LONG + " + (await book.slice(100, 140)) + book.length;",
              "let answers = await mapLm(['a', long, 'c'], 'leaf');",
              "let one = await lm(await book.slice(0, 6000), 'leaf');",
              "let file = await readFile('book.txt');",
              "await writeFile('copy.txt', file + long);",
              "console.log(answers.length, one.length, file.length);"),
          cellOf(
              "let child = await rlm('child ' + long);",
              "long += child.value;",
              "FINAL({answers, one: one.length, child: child.value.length, long, file})"));

  private final Outages outages = new Outages();
  private final List<CallKey> asked = new ArrayList<>();
  private SessionRig rig;
  private SpawnedSessions family;
  private Seen healthy;
  private int accesses;

  /** What is left of a turn that is over. */
  private record Seen(
      TurnOutcome outcome, List<SessionEvent> root, List<SessionEvent> child, int asked) {}

  private Path files;

  @BeforeAll
  void open(@TempDir Path directory) throws IOException {
    files = directory;
    Files.writeString(files.resolve("book.txt"), "b".repeat(6_000));
    var kernels = new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load()));
    rig = SessionRig.inMemory(Lent.of(TestModels.scripted(this::answer), kernels), outages);
    family = rig.family();
    outages.begin();
    healthy = turn();
    accesses = outages.accesses();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private synchronized CompletableFuture<ModelReply> answer(ModelRequest request) {
    asked.add(request.key());
    return CompletableFuture.completedFuture(TestModels.reply(reply(request)));
  }

  private static String reply(ModelRequest request) {
    return switch (request.role()) {
      case LEAF -> "leaf " + "l".repeat(5_000);
      case CHILD -> cellOf("let c = " + LONG + " + await lm('x', 'leaf');", "FINAL(c)");
      case ROOT -> STEPS.get(request.step() - 1);
    };
  }

  /** A turn of a new session, which has the id of the one before. */
  private Seen turn() {
    family.kill(CHILD);
    family.kill(ID);
    rig.journal().clearAll();
    remove("copy.txt");
    int before = asked().size();
    insisted(() -> family.awake(ID).start(spec()));
    insisted(() -> family.awake(ID).submit(request()));
    var outcome = settled(insisted(() -> get(family.awake(ID).await(1)))).outcome();
    return new Seen(outcome, rig.events(ID), rig.events(CHILD), asked().size() - before);
  }

  private void remove(String file) {
    try {
      Files.deleteIfExists(files.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One call at a time: which results come together is a matter of time. */
  private SessionSpec spec() {
    var spec = rig.spec(5);
    var limits = spec.limits();
    return new SessionSpec(
        spec.models(),
        new TurnLimits(
            limits.maxTurns(),
            limits.maxSteps(),
            limits.turnTimeout(),
            limits.callTimeout(),
            limits.queued(),
            1),
        spec.descent(),
        new Authority(
            "trusted",
            Profile.TRUSTED.under(spec.authority().capability().limits()),
            files.toString(),
            Map.of()),
        spec.budget(),
        spec.doctrine(),
        spec.kernel());
  }

  /** Asks again what was not stored, as clients do. */
  private static SessionReply insisted(Supplier<SessionReply> question) {
    for (int tries = 0; tries < 10; tries++) {
      var reply = question.get();
      boolean again =
          reply instanceof SessionReply.Refused(var _, var why) && why.kind() == Kind.NotStored;
      if (!again) {
        return reply;
      }
    }
    throw new AssertionError("it was never stored");
  }

  private synchronized List<CallKey> asked() {
    return List.copyOf(asked);
  }

  private TurnRequest request() {
    try {
      var book = rig.payloads().putFrom(new StringReader("0123456789".repeat(2_000)));
      var plain = TurnRequest.of("r-1", "task");
      return new TurnRequest(
          plain.requestId(),
          plain.message(),
          Map.of("book", book),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Each access of a healthy turn once, at least fifty, and the manners in turn by the seed. */
  Stream<Plan> plans() {
    var random = new Random(SEED);
    var manners = Manner.values();
    return IntStream.rangeClosed(1, Math.max(50, accesses))
        .mapToObj(k -> new Plan(k, 1 + random.nextInt(3), manners[random.nextInt(manners.length)]));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void whateverFailsAndComesBackTheJournalIsTheSame(Plan plan) {
    outages.begin(plan);
    Seen seen;
    try {
      seen = turn();
    } finally {
      outages.begin();
    }
    assertThat(seen.outcome()).isEqualTo(healthy.outcome());
    assertThat(seen.root()).isEqualTo(healthy.root());
    assertThat(seen.child()).isEqualTo(healthy.child());
    assertThat(seen.asked()).isEqualTo(healthy.asked());
  }

  @Test
  void aHealthyTurnAsksTheStoreOften() {
    assertThat(accesses).isGreaterThanOrEqualTo(50);
    assertThat(healthy.outcome()).isInstanceOf(TurnOutcome.Finished.class);
    assertThat(healthy.child()).isNotEmpty();
  }

  @Test
  void twoHealthyTurnsAreTheSame() {
    outages.begin();
    assertThat(turn()).isEqualTo(healthy);
  }

  @Test
  void aSessionThatWakesInAnOutageIsNoneTheWorse() {
    outages.begin();
    turn();
    var events = rig.events(ID);
    var result = family.awake(ID).result(1);
    family.kill(ID);

    outages.begin(new Plan(1, 6, Manner.REFUSED));
    try {
      assertThat(settled(insisted(() -> get(family.awake(ID).await(1))))).isEqualTo(result);
    } finally {
      outages.begin();
    }
    assertThat(rig.events(ID)).isEqualTo(events);
  }
}
