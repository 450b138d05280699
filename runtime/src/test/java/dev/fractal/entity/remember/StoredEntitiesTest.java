package dev.fractal.entity.remember;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.AddShard;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.GetShards$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.GetEntities$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.RememberedEntities;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.Update;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.UpdateDone;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What shards and their coordinator are told, in Pekko's own messages. */
final class StoredEntitiesTest {
  private static final int SHARDS = 128;

  /** Questions to the store, each answered by the test. */
  private final BlockingQueue<CompletableFuture<List<SessionId>>> queries =
      new LinkedBlockingQueue<>();

  private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
  private final RememberedSessions remembered = new RememberedSessions(this::query, io);
  private final ActorSystem system =
      ActorSystem.create(
          "remember",
          ActorSystemSetup.create(
              BootstrapSetup.create(
                  ConfigFactory.parseString(
                          "pekko.loglevel = OFF, pekko.stdout-loglevel = OFF, "
                              + "pekko.cluster.sharding.number-of-shards = "
                              + SHARDS)
                      .withFallback(ConfigFactory.load())),
              remembered));
  private final StoredEntities store =
      new StoredEntities(
          ClusterShardingSettings.create(
              system.settings().config().getConfig("pekko.cluster.sharding")),
          "Session");
  private final TestKit probe = new TestKit(system);

  @AfterEach
  void close() {
    TestKit.shutdownActorSystem(system);
    io.shutdownNow();
  }

  private List<SessionId> query() {
    var answer = new CompletableFuture<List<SessionId>>();
    queries.add(answer);
    return answer.orTimeout(20, TimeUnit.SECONDS).join();
  }

  private CompletableFuture<List<SessionId>> nextQuery() throws InterruptedException {
    var query = queries.poll(20, TimeUnit.SECONDS);
    assertThat(query).isNotNull();
    return query;
  }

  private ActorRef shard(int number) {
    return system.actorOf(store.shardStoreProps(String.valueOf(number)));
  }

  private Set<String> entities() {
    var reply = probe.expectMsgClass(Duration.ofSeconds(20), RememberedEntities.class);
    return Set.copyOf(CollectionConverters.asJava(reply.entities()));
  }

  private static List<SessionId> sessions(int number) {
    return IntStream.range(0, number).mapToObj(i -> new SessionId("s-" + i)).toList();
  }

  @Test
  void allShardsTogetherGetEverySessionOnce() {
    IntStream.range(0, SHARDS).forEach(i -> shard(i).tell(GetEntities$.MODULE$, probe.getRef()));
    io.execute(this::answerAll);

    var got = IntStream.range(0, SHARDS).mapToObj(_ -> entities()).flatMap(Set::stream).toList();

    assertThat(got).hasSize(1000).doesNotHaveDuplicates();
  }

  private void answerAll() {
    try {
      while (true) {
        queries.take().complete(sessions(1000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void questionsThatArriveDuringAQueryShareTheNextOne() throws InterruptedException {
    var first = remembered.find().toCompletableFuture();
    var running = nextQuery();
    var others =
        IntStream.range(1, SHARDS).mapToObj(_ -> remembered.find().toCompletableFuture()).toList();
    running.complete(sessions(1));
    assertThat(first.join()).isEqualTo(sessions(1));

    nextQuery().complete(sessions(2));

    assertThat(others).allSatisfy(other -> assertThat(other.join()).isEqualTo(sessions(2)));
    assertThat(queries).isEmpty();
  }

  @Test
  void aSessionIsInTheShardThatItsIdHashesTo() throws InterruptedException {
    var id = new SessionId("some-session");
    int home = Math.abs(id.value().hashCode() % SHARDS);
    shard(home).tell(GetEntities$.MODULE$, probe.getRef());
    nextQuery().complete(List.of(id));
    assertThat(entities()).containsExactly(id.value());

    shard(home + 1).tell(GetEntities$.MODULE$, probe.getRef());
    nextQuery().complete(List.of(id));
    assertThat(entities()).isEmpty();
  }

  @Test
  void aQuestionIsNotAnsweredByAQueryThatRanBeforeIt() throws InterruptedException {
    var id = new SessionId("late");
    int home = Math.abs(id.value().hashCode() % SHARDS);
    shard(0).tell(GetEntities$.MODULE$, probe.getRef());
    var before = nextQuery();
    shard(home).tell(GetEntities$.MODULE$, probe.getRef());
    before.complete(List.of());
    assertThat(entities()).isEmpty();

    nextQuery().complete(List.of(id));

    assertThat(entities()).containsExactly(id.value());
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainAndNeverMeansThatThereIsNothing() throws InterruptedException {
    var id = new SessionId("s");
    shard(Math.abs(id.value().hashCode() % SHARDS)).tell(GetEntities$.MODULE$, probe.getRef());
    for (int i = 0; i < 3; i++) {
      nextQuery().completeExceptionally(new StoreException("the store is away"));
    }
    nextQuery().complete(List.of(id));

    assertThat(entities()).containsExactly(id.value());
  }

  @Test
  void theCoordinatorIsToldTheShardsOfAllSessions() throws InterruptedException {
    var coordinator = system.actorOf(store.coordinatorStoreProps());
    coordinator.tell(GetShards$.MODULE$, probe.getRef());
    var all = sessions(10);
    nextQuery().complete(all);

    var reply =
        probe.expectMsgClass(
            Duration.ofSeconds(20), RememberEntitiesCoordinatorStore.RememberedShards.class);

    assertThat(CollectionConverters.asJava(reply.entities()))
        .isEqualTo(
            all.stream()
                .map(id -> String.valueOf(Math.abs(id.value().hashCode() % SHARDS)))
                .collect(Collectors.toSet()));
  }

  @Test
  void whatIsToBeRememberedIsAcknowledgedWithoutAQuery() {
    scala.collection.immutable.Set<String> started =
        CollectionConverters.asScala(List.of("a")).toSet();
    scala.collection.immutable.Set<String> stopped =
        CollectionConverters.asScala(List.of("b")).toSet();
    shard(1).tell(new Update(started, stopped), probe.getRef());
    probe.expectMsg(new UpdateDone(started, stopped));

    system.actorOf(store.coordinatorStoreProps()).tell(new AddShard("7"), probe.getRef());
    probe.expectMsg(new RememberEntitiesCoordinatorStore.UpdateDone("7"));
    assertThat(queries).isEmpty();
  }
}
