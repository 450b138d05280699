package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.session.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which sessions start by themselves when their shards come to a node. */
@Tag("cluster")
final class RememberedSessionsTest {
  private static final int EACH = 12;
  private static final TurnOutcome ONE = new TurnOutcome.Finished(Content.inline("1"));

  @TempDir private Path directory;
  private final TestModels models = TestModels.held();
  private Store store;
  private ClusterRig cluster;

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
    cluster = new ClusterRig(store, models);
  }

  @AfterEach
  void close() {
    cluster.close();
    store.close();
  }

  private static SessionReply get(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static List<SessionId> ids(String prefix) {
    return IntStream.range(0, EACH).mapToObj(i -> new SessionId(prefix + i)).toList();
  }

  private static void start(ClusterMember on, List<SessionId> sessions) {
    sessions.forEach(id -> assertThat(get(on.sessions().start(id, ClusterRig.spec()))).isNotNull());
  }

  private static void submit(ClusterMember on, SessionId session) {
    assertThat(get(on.sessions().submit(session, TurnRequest.of("r-1", "task"), IfBusy.QUEUE)))
        .isEqualTo(new SessionReply.TurnAccepted(session, 1));
  }

  private static TurnResult settled(ClusterMember on, SessionId session) {
    var reply = get(on.sessions().await(session, 1, Duration.ofSeconds(20)));
    assertThat(reply).isInstanceOf(TurnSettled.class);
    return ((TurnSettled) reply).result();
  }

  private Set<SessionId> asked(int calls) {
    var sessions = new HashSet<SessionId>();
    for (int i = 0; i < calls; i++) {
      var key = models.next().request().key().value();
      sessions.add(new SessionId(key.substring(0, key.indexOf('/'))));
    }
    return sessions;
  }

  private static void sleep(ClusterMember on, List<SessionId> sessions) {
    sessions.forEach(id -> assertThat(get(on.sessions().close(id))).isNotNull());
  }

  @Test
  void unfinishedSessionsOfADeadNodeGoOnElsewhereByThemselvesAndIdleOnesSleep() {
    var busy = ids("busy-");
    var idle = ids("idle-");
    var one = cluster.start();
    start(one, busy);
    start(one, idle);
    busy.forEach(id -> submit(one, id));
    assertThat(asked(EACH)).containsExactlyInAnyOrderElementsOf(busy);
    var two = cluster.start();

    cluster.kill(one);

    ClusterRig.awaitAwake(two, Set.copyOf(busy));
    var again = IntStream.range(0, EACH).mapToObj(_ -> models.next()).toList();
    again.forEach(call -> call.cell("final 1"));
    busy.forEach(id -> assertThat(settled(two, id).outcome()).isEqualTo(ONE));
    assertThat(two.awake()).isSubsetOf(busy);
  }

  @Test
  void afterAFullStopTheUnfinishedSessionsGoOnAndManyShardsAskTheStoreOnlyAFewTimes() {
    var busy = ids("busy-");
    var idle = ids("idle-");
    var before = cluster.start();
    start(before, busy);
    start(before, idle);
    busy.forEach(id -> submit(before, id));
    assertThat(asked(EACH)).hasSize(EACH);
    cluster.kill(before);

    var after = cluster.start();

    assertThat(asked(EACH)).containsExactlyInAnyOrderElementsOf(busy);
    ClusterRig.awaitAwake(after, Set.copyOf(busy));
    assertThat(after.queries()).isLessThan(8);
  }

  @Test
  void aSessionThatHasNothingToDoAfterAllSleepsAgainAtOnce() {
    var done = new SessionId("done");
    var before = cluster.start();
    start(before, List.of(done));
    submit(before, done);
    models.next().cell("final 1");
    var settled = (TurnSettled) get(before.sessions().await(done, 1, Duration.ofSeconds(20)));
    assertThat(settled.result().outcome()).isEqualTo(new TurnOutcome.Finished(Content.inline("1")));
    cluster.kill(before);
    store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate(
                    "UPDATE \"catalog\" SET \"status\" = 'running', \"sequence\" = 1");
              }
            });

    var after = cluster.start();

    ClusterRig.await(after, () -> store.unfinished().find().isEmpty());
    ClusterRig.awaitAwake(after, Set.of());
    assertThat(models.asked()).hasSize(1);
  }

  @Test
  void aSessionThatSleepsIsForgottenAndWokenByACommand() {
    var idle = ids("idle-");
    var one = cluster.start();
    start(one, idle);
    ClusterRig.awaitAwake(one, Set.copyOf(idle));

    sleep(one, idle);

    ClusterRig.awaitAwake(one, Set.of());
    submit(one, idle.getFirst());
    ClusterRig.awaitAwake(one, Set.of(idle.getFirst()));
  }

  @Test
  void aRebalanceMovesUnfinishedSessionsAndTheyGoOnThere() {
    var busy = ids("busy-");
    var one = cluster.start();
    start(one, busy);
    busy.forEach(id -> submit(one, id));
    assertThat(asked(EACH)).hasSize(EACH);

    var two = cluster.start();

    ClusterRig.await(two, () -> !two.awake().isEmpty());
    ClusterRig.await(
        two,
        () -> {
          var all = new HashSet<>(one.awake());
          all.addAll(two.awake());
          return all.equals(Set.copyOf(busy));
        });
    var moved = two.awake();
    assertThat(asked(moved.size())).containsExactlyInAnyOrderElementsOf(moved);
  }
}
