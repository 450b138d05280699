package dev.fractal.telemetry.webhook;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.settings.Block;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The block {@code fractal.webhook} of a node that has one.
 *
 * @param timeout for one request
 * @param retry how long one notice is tried
 * @param queue notices that may wait
 * @param flush time for what waits when the node stops
 */
record WebhookConfig(
    URI url, WebhookKey key, Duration timeout, Duration retry, int queue, Duration flush) {
  private static final String ROOT = "fractal.webhook.";

  /** Empty when there is none. */
  static Optional<WebhookConfig> from(Config whole) {
    return from(whole, System.getenv());
  }

  static Optional<WebhookConfig> from(Config whole, Map<String, String> environment) {
    var block = new Block(whole, ROOT);
    try {
      var url = whole.getString(ROOT + "url");
      var variable = block.text("key-variable");
      var timeout = block.positive("timeout");
      var retry = block.positive("retry-for");
      int queue = block.number("queue", 1, 1_000_000);
      var flush = block.positive("flush-within");
      return url.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new WebhookConfig(
                  block.address("url", "https://host/path"),
                  key(block, variable, environment),
                  timeout,
                  retry,
                  queue,
                  flush));
    } catch (ConfigException e) {
      throw block.unreadable(e);
    }
  }

  private static WebhookKey key(Block block, String variable, Map<String, String> environment) {
    try {
      return WebhookKey.of(environment.getOrDefault(variable, ""));
    } catch (IllegalArgumentException e) {
      throw block.bad(
          "key-variable", "names " + variable + ", whose value signs nothing: " + e.getMessage());
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "WebhookConfig[" + url + "]";
  }
}
