package dev.fractal.entity.remember;

import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;

/** Finds out which shards the remembered sessions of a system belong to. */
final class Remembering {
  private final RememberedSessions sessions;
  private final HashCodeMessageExtractor<Object> extractor;

  private Remembering(RememberedSessions sessions, int shards) {
    this.sessions = sessions;
    this.extractor = new HashCodeMessageExtractor<>(shards);
  }

  static Remembering of(ActorSystem system) {
    var sessions =
        system
            .settings()
            .setup()
            .get(RememberedSessions.class)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the actor system has no RememberedSessions; create it with that set-up"));
    int shards = system.settings().config().getInt("pekko.cluster.sharding.number-of-shards");
    return new Remembering(sessions, shards);
  }

  CompletionStage<List<String>> in(String shard) {
    Predicate<String> here = session -> shardOf(session).equals(shard);
    return sessions
        .find()
        .thenApply(all -> all.stream().map(SessionId::value).filter(here).toList());
  }

  CompletionStage<List<String>> shards() {
    return sessions
        .find()
        .thenApply(
            all -> all.stream().map(SessionId::value).map(this::shardOf).distinct().toList());
  }

  private String shardOf(String session) {
    return extractor.shardId(session);
  }
}
