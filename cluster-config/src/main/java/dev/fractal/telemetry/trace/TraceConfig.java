package dev.fractal.telemetry.trace;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.settings.Block;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The block {@code fractal.telemetry.traces} of a node that traces.
 *
 * @param node how the collector knows the node; may be empty
 * @param authorization value of the header {@code Authorization}
 * @param timeout for one request to the collector, repetitions included
 * @param queue ended turns that may wait
 * @param flush time for what waits when the node stops
 */
record TraceConfig(
    URI endpoint,
    String node,
    Optional<String> authorization,
    Duration timeout,
    int queue,
    Duration flush) {
  private static final String ROOT = "fractal.telemetry.traces.";

  /** Empty when traces are off. */
  static Optional<TraceConfig> from(Config whole) {
    return from(whole, System.getenv());
  }

  static Optional<TraceConfig> from(Config whole, Map<String, String> environment) {
    var block = new Block(whole, ROOT);
    try {
      var endpoint = whole.getString(ROOT + "endpoint");
      var secret = environment.getOrDefault(block.text("authorization-variable"), "");
      var settings =
          new TraceConfig(
              endpoint.isEmpty()
                  ? URI.create("")
                  : block.address("endpoint", "http://127.0.0.1:4318/v1/traces"),
              node(whole),
              secret.isBlank() ? Optional.empty() : Optional.of(secret),
              block.positive("timeout"),
              block.number("queue", 1, 1_000_000),
              block.positive("flush-within"));
      return endpoint.isEmpty() ? Optional.empty() : Optional.of(settings);
    } catch (ConfigException e) {
      throw block.unreadable(e);
    }
  }

  private static String node(Config whole) {
    var name = whole.getString("fractal.cluster.name");
    var port = whole.getInt("pekko.remote.artery.canonical.port");
    return !name.isEmpty() || port == 0
        ? name
        : whole.getString("pekko.remote.artery.canonical.hostname") + ":" + port;
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "TraceConfig[" + endpoint + "]";
  }
}
