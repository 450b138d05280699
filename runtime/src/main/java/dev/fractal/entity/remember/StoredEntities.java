package dev.fractal.entity.remember;

import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesProvider;

/**
 * The store of remembered entities, named by {@code
 * pekko.cluster.sharding.remember-entities-custom-store}. It remembers nothing by itself, because
 * the journals and the catalog say already which sessions have work left (decision 16). Pekko makes
 * it by reflection.
 */
public final class StoredEntities implements RememberEntitiesProvider {
  /**
   * What Pekko calls.
   *
   * @param settings unused; the number of shards is in the system's configuration
   * @param typeName unused; all entities are sessions
   */
  @SuppressWarnings("unused")
  public StoredEntities(ClusterShardingSettings settings, String typeName) {}

  /**
   * The settings with this store where entities are remembered. The typed settings read no other
   * name than Pekko's own two from the configuration.
   */
  public static org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings in(
      org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings settings) {
    return settings.rememberEntities()
        ? settings.withRememberEntitiesStoreMode(() -> "custom")
        : settings;
  }

  @Override
  public Props shardStoreProps(String shard) {
    return Props.create(RememberedInShard.class, () -> new RememberedInShard(shard));
  }

  @Override
  public Props coordinatorStoreProps() {
    return Props.create(RememberedShards.class, RememberedShards::new);
  }
}
