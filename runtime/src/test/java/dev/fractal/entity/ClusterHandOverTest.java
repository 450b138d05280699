package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.session.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns that are in the middle of a model call when their node leaves or gives shards away. */
@Tag("cluster")
final class ClusterHandOverTest {
  private static final int SESSIONS = 6;
  private static final String STEADY = "pekko.cluster.sharding.rebalance-interval = 1h";
  private static final TurnOutcome TWO = new TurnOutcome.Finished(Content.inline("2"));

  @TempDir private Path directory;
  private Store store;
  private ClusterRig cluster;

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
    cluster = new ClusterRig(store, TestModels.held());
  }

  private void open(TestModels models, String extra) {
    cluster = new ClusterRig(store, models, extra);
  }

  @AfterEach
  void close() {
    cluster.close();
    store.close();
  }

  /** Two steps, each of which takes its time. */
  private static TestModels slow(Duration time) {
    return TestModels.scripted(request -> slowly(request, time));
  }

  private static CompletableFuture<ModelReply> slowly(ModelRequest request, Duration time) {
    var reply = TestModels.reply(TestModels.cellOf(request.step() == 1 ? "set x 2" : "final x"));
    return new CompletableFuture<ModelReply>()
        .completeOnTimeout(reply, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static SessionReply get(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  private static List<SessionId> sessions() {
    return IntStream.range(0, SESSIONS).mapToObj(i -> new SessionId("s-" + i)).toList();
  }

  private static void begin(ClusterMember on, SessionId session) {
    assertThat(get(on.sessions().start(session, ClusterRig.spec()))).isNotNull();
    assertThat(get(on.sessions().submit(session, TurnRequest.of("r", "task"), IfBusy.QUEUE)))
        .isEqualTo(new SessionReply.TurnAccepted(session, 1));
  }

  private static TurnResult result(ClusterMember on, SessionId session) {
    var reply = get(on.sessions().await(session, 1, Duration.ofSeconds(30)));
    assertThat(reply).isInstanceOf(TurnSettled.class);
    return ((TurnSettled) reply).result();
  }

  private List<CallKey> bothSteps() {
    return sessions().stream()
        .flatMap(id -> IntStream.of(1, 2).mapToObj(step -> CallKey.model(id, 1, step)))
        .toList();
  }

  @Test
  void aNodeThatLeavesKeepsWhatItsModelsAreAboutToReplyAndNothingIsAskedTwice() {
    var models = slow(Duration.ofSeconds(1));
    open(models, STEADY);
    var one = cluster.start();
    var two = cluster.start();
    sessions().forEach(id -> begin(one, id));

    cluster.leave(one);

    sessions().forEach(id -> assertThat(result(two, id).outcome()).isEqualTo(TWO));
    sessions().forEach(id -> assertThat(result(two, id).spend().lost()).isZero());
    assertThat(models.asked()).containsExactlyInAnyOrderElementsOf(bothSteps());
    assertThat(store.journal().read(sessions().getFirst(), 1, 100))
        .filteredOn(entry -> entry.event() instanceof ModelReplied)
        .hasSize(2);
  }

  @Test
  void aRebalanceKeepsThemToo() {
    var models = slow(Duration.ofSeconds(1));
    open(models, "");
    var one = cluster.start();
    sessions().forEach(id -> begin(one, id));

    var two = cluster.start();

    sessions().forEach(id -> assertThat(result(one, id).outcome()).isEqualTo(TWO));
    sessions().forEach(id -> assertThat(result(two, id).spend().lost()).isZero());
    assertThat(models.asked()).containsExactlyInAnyOrderElementsOf(bothSteps());
  }

  @Test
  void aCallLongerThanTheHandOverIsMadeAgainOnceAndReported() {
    var models = slow(Duration.ofSeconds(4));
    open(models, STEADY + ", fractal.session.hand-over = 200ms");
    var one = cluster.start();
    var id = sessions().getFirst();
    begin(one, id);
    ClusterRig.await(one, () -> models.asked().size() == 1);
    var two = cluster.start();

    cluster.leave(one);

    var result = result(two, id);

    assertThat(result.outcome()).isEqualTo(TWO);
    assertThat(result.spend().lost()).isEqualTo(1);
    assertThat(models.asked())
        .containsExactly(CallKey.model(id, 1, 1), CallKey.model(id, 1, 1), CallKey.model(id, 1, 2));
  }

  @Test
  void callersWhoAskWhileNodesComeAndGoSeeNoError() {
    var models =
        TestModels.scripted(
            request ->
                CompletableFuture.completedFuture(TestModels.reply(TestModels.cellOf("final 2"))));
    open(models, "");
    var one = cluster.start();
    var two = cluster.start();
    var id = new SessionId("asked");
    assertThat(get(two.sessions().start(id, ClusterRig.spec()))).isNotNull();
    var calls =
        CompletableFuture.supplyAsync(
            () -> IntStream.rangeClosed(1, 40).mapToObj(i -> turn(two, id, i)).toList());

    cluster.leave(one);
    var _ = cluster.start();

    assertThat(calls.orTimeout(60, TimeUnit.SECONDS).join())
        .allSatisfy(turn -> assertThat(turn.outcome()).isEqualTo(TWO))
        .extracting(TurnResult::turn)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 40).boxed().toList());
    assertThat(Set.copyOf(models.asked())).hasSize(40);
  }

  private static TurnResult turn(ClusterMember on, SessionId session, int number) {
    var request = TurnRequest.of("r-" + number, "task");
    var accepted = get(on.sessions().submit(session, request, IfBusy.QUEUE));
    assertThat(accepted).isEqualTo(new SessionReply.TurnAccepted(session, number));
    var reply = get(on.sessions().await(session, number, Duration.ofSeconds(30)));
    return ((TurnSettled) reply).result();
  }
}
