package dev.fractal.model.provider;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
import dev.fractal.settings.Block;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The settings under {@code fractal.models}.
 *
 * @param playbookConcurrency most playbook calls of a node at a time; 0 for no limit
 * @param servers all providers have one
 * @param anthropicTokens longest reply of an Anthropic model
 * @param ollamaContext tokens of prompt and reply of an Ollama model; 0 for the server's default
 */
public record ModelConfig(
    RetryPolicy retry,
    int playbookConcurrency,
    Map<Provider, Server> servers,
    int anthropicTokens,
    int ollamaContext) {
  private static final String ROOT = "fractal.models.";
  private static final int MOST_CALLS = 100_000;
  private static final int MOST_TOKENS = 10_000_000;

  public ModelConfig {
    servers = Map.copyOf(servers);
  }

  /**
   * A provider's server.
   *
   * @param keyVariable environment variable that holds the key
   * @param maxConcurrent most calls of a node at a time; 0 for no limit
   */
  public record Server(
      URI baseUrl,
      String keyVariable,
      Duration connectTimeout,
      int maxConcurrent,
      PriceTable prices) {}

  /**
   * Reads the settings.
   *
   * @param config with {@code fractal.models} in it
   * @throws ConfigException that names the bad key
   */
  public static ModelConfig read(Config config) {
    var block = new Block(config, ROOT);
    var servers = new EnumMap<Provider, Server>(Provider.class);
    for (Provider provider : Provider.values()) {
      servers.put(provider, server(block, provider.word()));
    }
    return new ModelConfig(
        retry(block),
        block.number("playbook.max-concurrent", 0, MOST_CALLS),
        servers,
        block.number("anthropic.max-tokens", 1, MOST_TOKENS),
        block.number("ollama.context", 0, MOST_TOKENS));
  }

  /** The server of a provider. */
  public Server server(Provider provider) {
    Server server = servers.get(provider);
    if (server == null) {
      throw new IllegalArgumentException("the settings of " + provider + " are missing");
    }
    return server;
  }

  private static Server server(Block block, String provider) {
    return new Server(
        baseUrl(block, provider + ".base-url"),
        block.text(provider + ".api-key-variable"),
        block.positive(provider + ".connect-timeout"),
        block.number(provider + ".max-concurrent", 0, MOST_CALLS),
        new PriceReader(block, "prices." + provider + ".").read());
  }

  private static RetryPolicy retry(Block block) {
    Duration initial = block.positive("retry.initial-backoff");
    Duration max = block.positive("retry.max-backoff");
    if (max.compareTo(initial) < 0) {
      throw block.bad("retry.max-backoff", "must be at least retry.initial-backoff");
    }
    return new RetryPolicy(
        block.number("retry.max-attempts", 1, 100),
        initial,
        max,
        block.fraction("retry.jitter", 0, 1));
  }

  private static URI baseUrl(Block block, String key) {
    String url = block.text(key);
    try {
      URI uri = URI.create(url.replaceFirst("/+$", ""));
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      throw block.bad(key, "must be an http or https URL, not '" + url + "'");
    }
    throw block.bad(key, "must be an http or https URL, not '" + url + "'");
  }
}
