package dev.fractal.model.provider;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
import dev.fractal.settings.Block;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings under {@code fractal.models}.
 *
 * @param playbookConcurrency most playbook calls of a node at a time; 0 for no limit
 */
public record ModelConfig(RetryPolicy retry, int playbookConcurrency, OpenAi openai) {
  private static final String ROOT = "fractal.models.";

  /**
   * The OpenAI-compatible server.
   *
   * @param keyVariable environment variable that holds the key
   * @param maxConcurrent most calls of a node at a time; 0 for no limit
   */
  public record OpenAi(
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
    return new ModelConfig(
        retry(block),
        block.number("playbook.max-concurrent", 0, 100_000),
        new OpenAi(
            baseUrl(block),
            block.text("openai.api-key-variable"),
            block.positive("openai.connect-timeout"),
            block.number("openai.max-concurrent", 0, 100_000),
            prices(block)));
  }

  private static RetryPolicy retry(Block block) {
    Duration initial = block.positive("retry.initial-backoff");
    Duration max = block.positive("retry.max-backoff");
    if (max.compareTo(initial) < 0) {
      throw block.bad("retry.max-backoff", "must be at least retry.initial-backoff");
    }
    double jitter = block.whole().getDouble(ROOT + "retry.jitter");
    if (!(jitter >= 0 && jitter <= 1)) {
      throw block.bad("retry.jitter", "must be from 0 to 1, not " + jitter);
    }
    return new RetryPolicy(block.number("retry.max-attempts", 1, 100), initial, max, jitter);
  }

  private static URI baseUrl(Block block) {
    String url = block.text("openai.base-url");
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      throw block.bad("openai.base-url", "must be an http or https URL, not '" + url + "'");
    }
    throw block.bad("openai.base-url", "must be an http or https URL, not '" + url + "'");
  }

  private static PriceTable prices(Block block) {
    Map<String, PriceTable.Price> prices = new HashMap<>();
    String path = "prices.openai";
    for (String model : block.whole().getObject(ROOT + path).keySet()) {
      String entry = path + "." + ConfigUtil.quoteString(model);
      prices.put(
          model,
          new PriceTable.Price(
              usd(block, entry + ".input"),
              usd(block, entry + ".cached"),
              usd(block, entry + ".output")));
    }
    return new PriceTable(prices);
  }

  private static BigDecimal usd(Block block, String key) {
    BigDecimal price = new BigDecimal(block.whole().getNumber(ROOT + key).toString());
    if (price.signum() < 0) {
      throw block.bad(key, "must be zero or more, not " + price);
    }
    return price;
  }
}
