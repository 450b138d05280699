package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.journal.SampleEvents;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.membership.Incarnation;
import dev.fractal.persistence.membership.Registration;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;

/** Event-sourced actors of two nodes on one journal, one of which is fenced. */
final class FencedJournalTest {
  private static final Duration TTL = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void aFencedNodePersistsNothingAndItsHeirGoesOn() throws Exception {
    try (var store = Store.openNode(TestStores.postgres());
        var tables = store.openCluster(TTL)) {
      var node = register(tables, 1);
      var heir = register(tables, 2);
      var late = system(store, node, "s-1");
      assertThat(get(append(late, 0, 3)).count()).isEqualTo(3);

      tables.fence(node);
      var _ = append(late, 3, 5);
      get(late.getWhenTerminated());

      var successor = system(store, heir, "s-1");
      assertThat(get(append(successor, 3, 4)).count()).isEqualTo(4);
      successor.terminate();
      get(successor.getWhenTerminated());
      assertThat(store.journal().highest(new SessionId("s-1"))).isEqualTo(4);
    }
  }

  private static Incarnation register(ClusterTables tables, int port) {
    return tables.register(new Registration("127.0.0.1:" + port, "n" + port, "1.0.0", TTL));
  }

  /** It ends with its only actor, which stops when a write is refused. */
  private static ActorSystem<Recorder.Command> system(
      Store store, Incarnation node, String session) {
    var settings =
        ConfigFactory.parseString(
                """
                pekko.loglevel = OFF
                pekko.stdout-loglevel = OFF
                pekko.actor.allow-java-serialization = off
                fractal.persistence.snapshot-class = "%s"
                """
                    .formatted(Tally.class.getName()))
            .withFallback(JournalConfig.forStore(store, node, TTL))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(new Recorder(new SessionId(session)), "fenced", settings);
  }

  private static CompletionStage<Tally> append(
      ActorSystem<Recorder.Command> system, int from, int to) {
    return AskPattern.ask(
        system,
        replyTo -> new Recorder.Command(SampleEvents.all().subList(from, to), replyTo),
        PATIENCE,
        system.scheduler());
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
