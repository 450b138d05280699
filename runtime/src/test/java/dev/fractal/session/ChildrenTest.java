package dev.fractal.session;

import static dev.fractal.session.TestModels.cellOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.SessionRig.Lent;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parents and children as real actors with the real kernel. A task of the form {@code js: CODE} is
 * answered with that code, {@code hold} when the test does so, everything else with a cell that
 * leads nowhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChildrenTest {
  private static final int STEPS = 2;

  private TestModels models;
  private SessionRig rig;
  private SpawnedSessions family;

  @BeforeAll
  void open() {
    models = TestModels.scripted(ChildrenTest::answer);
    var kernels = new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load()));
    rig = SessionRig.inMemory(Lent.of(models, kernels));
    family = rig.family();
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private static CompletableFuture<ModelReply> answer(ModelRequest request) {
    var newest = request.newest();
    return newest.equals("hold")
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(
            TestModels.reply(cellOf(newest.startsWith("js: ") ? newest.substring(4) : "0")));
  }

  private LiveSession submitted(SessionId root, String... code) {
    var session = family.awake(root);
    session.start(rig.spec(STEPS));
    session.submit(TurnRequest.of("r-1", "js: " + String.join("\n", code)));
    return session;
  }

  /** The final value of a turn of a new session that runs this code. */
  private JsonNode value(SessionId root, String... code) {
    return value(submitted(root, code).result(1));
  }

  private JsonNode value(TurnResult result) {
    assertThat(result.outcome()).isInstanceOf(TurnOutcome.Finished.class);
    return json(((TurnOutcome.Finished) result.outcome()).value());
  }

  private JsonNode json(Content content) {
    try {
      return new JsonMapper().readTree(rig.payloads().text(content));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private <E extends SessionEvent> List<E> events(SessionId session, Class<E> type) {
    return rig.events(session).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private List<Edge> edges(SessionId session) {
    return events(session, EdgeAdded.class).stream().map(EdgeAdded::edge).toList();
  }

  private static SessionId child(SessionId root, int call) {
    return SessionId.child(root, CallKey.host(root, 1, 1, 0, call));
  }

  /** Every length at which a part of a child's id, call or request id could end. */
  static IntStream acceptedLengths() {
    return IntStream.concat(IntStream.of(1, 2, 100, 150), IntStream.rangeClosed(155, 179));
  }

  @ParameterizedTest
  @MethodSource("acceptedLengths")
  void aRootIdOfEveryAcceptedLengthHasChildrenOfChildren(int length) {
    var root = new SessionId("i".repeat(length));
    var value =
        value(
            root,
            "const e = await rlm(`js: const d = await rlm('js: FINAL(7)'); FINAL(d.value + 1)`)",
            "FINAL(e.value + 1)");
    assertThat(value.asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {180, 181, 195, 200})
  void aRootIdWithoutRoomForThoseOfChildrenIsRefused(int length) {
    var session = family.awake(new SessionId("j".repeat(length)));
    var refusal = LiveSession.refusal(session.start(rig.spec(STEPS)));
    assertThat(refusal.kind()).isEqualTo(Refusal.Kind.SessionIdTooLong);
    assertThat(refusal.message()).contains("at most 179 characters", "not " + length);
  }

  @Test
  void theResultsKeepTheOrderOfTheTasks() {
    var root = new SessionId("order");

    var value =
        value(
            root,
            "const lanes = await mapRlm(Array.from({length: 10}, (_, i) => 'js: FINAL(' + i +"
                + " ')'));",
            "FINAL(lanes)");

    assertThat(value.findValues("value"))
        .extracting(JsonNode::asInt)
        .isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(value.findValuesAsText("session"))
        .isEqualTo(IntStream.range(0, 10).mapToObj(i -> child(root, i).value()).toList());
    assertThat(value.path(3).path("rlm").asBoolean()).isTrue();
    assertThat(value.path(3).path("status").asText()).isEqualTo("final");
    assertThat(value.path(3).path("head").asText()).startsWith("sha256:");
    assertThat(family.slept()).contains(child(root, 0), child(root, 9));
    assertThat(edges(root)).hasSize(10);
    for (var edge : edges(root)) {
      assertThat(edge.kind()).isEqualTo(Edge.Kind.INVOCATION);
      assertThat(edge.session()).isEqualTo(SessionId.child(root, edge.call().orElseThrow()));
      assertThat(edge.head()).isPresent();
    }
  }

  @Test
  void failedLanesAreSlotsInTheirPlaces() {
    var value =
        value(
            new SessionId("slots"),
            "const tasks = Array.from({length: 10}, (_, i) => i === 3 || i === 7 ? 'no end' : 'js:"
                + " FINAL(' + i + ')');",
            "FINAL(await mapRlm(tasks))");

    assertThat(value).hasSize(10);
    for (int i = 0; i < 10; i++) {
      var slot = value.path(i);
      if (i == 3 || i == 7) {
        assertThat(slot.path("failed").asBoolean()).isTrue();
        assertThat(slot.path("index").asInt()).isEqualTo(i);
        assertThat(slot.path("error").asText()).startsWith("budget-exceeded: the turn made its 2");
        assertThat(slot.path("session").asText()).isNotEmpty();
      } else {
        assertThat(slot.path("value").asInt()).isEqualTo(i);
      }
    }
  }

  @Test
  void aChildThatDiesOfItsStepLimitIsAnEnvelopeOfRlm() {
    var root = new SessionId("limit");

    var envelope = value(root, "FINAL(await rlm('no end'))");

    assertThat(envelope.path("rlm").asBoolean()).isTrue();
    assertThat(envelope.path("status").asText()).isEqualTo("budget-exceeded");
    assertThat(envelope.path("value").isNull()).isTrue();
    assertThat(envelope.at("/meta/error/type").asText()).isEqualTo("StepLimit");
    assertThat(envelope.at("/meta/steps").asInt()).isEqualTo(STEPS);
    var wreckage = edges(root).getFirst().head().orElseThrow();
    assertThat(envelope.path("head").asText()).isEqualTo(wreckage.value());
  }

  @Test
  void moreTasksThanOneCallTakesAreAnErrorThatSaysToChunk() {
    var root = new SessionId("many");
    int before = family.started().size();

    var value =
        value(
            root,
            "let said; try { await mapRlm(Array(51).fill('js: FINAL(1)')) } catch (e) { said ="
                + " e.message }",
            "FINAL(said)");

    assertThat(value.asText()).contains("51 tasks", "at most 50", "chunks");
    assertThat(family.started()).hasSize(before);
  }

  @Test
  void nestingBelowTheDeepestLevelIsRefused() {
    var root = new SessionId("deep");

    var value =
        value(
            root,
            "const nest = n => n === 0 ? 'FINAL(0)'",
            "  : 'const [lane] = await mapRlm([' + JSON.stringify('js: ' + nest(n - 1)) + ']);"
                + " FINAL(lane)';",
            "const [lane] = await mapRlm(['js: ' + nest(4)]);",
            "FINAL(lane)");

    var deepest = value.at("/value/value/value/value");
    assertThat(deepest.path("failed").asBoolean()).isTrue();
    assertThat(deepest.path("error").asText())
        .contains("sessions nest at most 4 deep and this one is at depth 4");
    var child = child(root, 0);
    var descent = events(child, SessionStarted.class).getFirst().spec().descent();
    assertThat(descent.depth()).isOne();
    assertThat(descent.parent()).contains(root);
    assertThat(descent.root()).contains(root);
  }

  @Test
  void aParentThatComesBackFindsTheSameChildrenAndSpawnsNoneTwice() {
    var root = new SessionId("again");
    submitted(
        root,
        "const lanes = await mapRlm(['js: FINAL(1)', 'hold', 'hold']);",
        "FINAL(lanes.map(l => l.value))");
    var first = held();
    var second = held();
    rig.awaitWritten(root, HostCallsCompleted.class);
    family.kill(root);

    first.cell("FINAL(2)");
    var back = family.awake(root);
    second.cell("FINAL(2)");

    assertThat(value(back.result(1)).toString()).isEqualTo("[1,2,2]");
    assertThat(edges(root)).hasSize(3);
    for (int call = 0; call < 3; call++) {
      var child = child(root, call);
      assertThat(events(child, SessionStarted.class)).hasSize(1);
      assertThat(events(child, TurnOpened.class)).hasSize(1);
    }
    var asked = models.asked().stream().filter(key -> key.value().startsWith("again")).toList();
    assertThat(asked).hasSize(4).hasSameSizeAs(new HashSet<>(asked));
  }

  /** The next model call that waits for the test. */
  private TestModels.Call held() {
    var call = models.next();
    while (!call.request().newest().equals("hold")) {
      call = models.next();
    }
    return call;
  }
}
