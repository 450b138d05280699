package dev.fractal.model.provider;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
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
    return new ModelConfig(
        retry(config),
        whole(config, "playbook.max-concurrent", 0, 100_000),
        new OpenAi(
            baseUrl(config),
            text(config, "openai.api-key-variable"),
            positive(config, "openai.connect-timeout"),
            whole(config, "openai.max-concurrent", 0, 100_000),
            prices(config)));
  }

  private static RetryPolicy retry(Config config) {
    Duration initial = positive(config, "retry.initial-backoff");
    Duration max = positive(config, "retry.max-backoff");
    if (max.compareTo(initial) < 0) {
      throw bad(config, "retry.max-backoff", "must be at least retry.initial-backoff");
    }
    double jitter = config.getDouble(ROOT + "retry.jitter");
    if (!(jitter >= 0 && jitter <= 1)) {
      throw bad(config, "retry.jitter", "must be from 0 to 1, not " + jitter);
    }
    return new RetryPolicy(whole(config, "retry.max-attempts", 1, 100), initial, max, jitter);
  }

  private static URI baseUrl(Config config) {
    String url = text(config, "openai.base-url");
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      throw bad(config, "openai.base-url", "must be an http or https URL, not '" + url + "'");
    }
    throw bad(config, "openai.base-url", "must be an http or https URL, not '" + url + "'");
  }

  private static PriceTable prices(Config config) {
    Map<String, PriceTable.Price> prices = new HashMap<>();
    String path = "prices.openai";
    for (String model : config.getObject(ROOT + path).keySet()) {
      String entry = path + "." + ConfigUtil.quoteString(model);
      prices.put(
          model,
          new PriceTable.Price(
              usd(config, entry + ".input"),
              usd(config, entry + ".cached"),
              usd(config, entry + ".output")));
    }
    return new PriceTable(prices);
  }

  private static BigDecimal usd(Config config, String key) {
    BigDecimal price = new BigDecimal(config.getNumber(ROOT + key).toString());
    if (price.signum() < 0) {
      throw bad(config, key, "must be zero or more, not " + price);
    }
    return price;
  }

  private static String text(Config config, String key) {
    String value = config.getString(ROOT + key);
    if (value.isBlank()) {
      throw bad(config, key, "must not be blank");
    }
    return value;
  }

  private static Duration positive(Config config, String key) {
    Duration value = config.getDuration(ROOT + key);
    if (!value.isPositive()) {
      throw bad(config, key, "must be longer than nothing, not " + value);
    }
    return value;
  }

  private static int whole(Config config, String key, int least, int most) {
    int value = config.getInt(ROOT + key);
    if (value < least || value > most) {
      throw bad(config, key, "must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.getValue(ROOT + key).origin(), ROOT + key, why);
  }
}
