package dev.fractal.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.settings.Block;
import java.time.Duration;

/**
 * The block {@code fractal.cluster}.
 *
 * @param name how people know the node; may be empty
 * @param heartbeatInterval between two beats
 * @param ttl how long the node counts as alive after a beat
 * @param joinTimeout how long joining may take before the database is asked again
 * @param retryInterval between two questions that had no answer
 * @param goneAfter how long a node's sign of life may be missing
 */
public record ClusterSettings(
    String name,
    Duration heartbeatInterval,
    Duration ttl,
    Duration joinTimeout,
    Duration retryInterval,
    Duration goneAfter) {
  private static final int BEATS_PER_TTL = 3;

  public ClusterSettings {
    if (heartbeatInterval.toMillis() < 1) {
      throw new IllegalArgumentException("heartbeat-interval is too short; use 100ms or more");
    }
    if (ttl.compareTo(heartbeatInterval.multipliedBy(BEATS_PER_TTL)) < 0) {
      throw new IllegalArgumentException(
          "ttl is shorter than three times heartbeat-interval; make it longer");
    }
  }

  /**
   * Reads the block of a whole configuration.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  public static ClusterSettings from(Config whole) {
    try {
      var block = new Block(whole, "fractal.cluster.");
      var tenth = Duration.ofMillis(100);
      return new ClusterSettings(
          whole.getString("fractal.cluster.name"),
          block.atLeast("heartbeat-interval", tenth),
          block.positive("ttl"),
          block.atLeast("join-timeout", Duration.ofSeconds(1)),
          block.atLeast("retry-interval", tenth),
          block.atLeast("gone-after", Duration.ofMillis(500)));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new IllegalArgumentException("fractal.cluster cannot be read: " + e.getMessage(), e);
    }
  }
}
