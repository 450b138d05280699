package dev.fractal.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {
  private static Config defaults() {
    return ConfigFactory.parseResources("reference.conf")
        .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true));
  }

  @Test
  void theDefaultsAreThese() {
    ModelConfig config = ModelConfig.read(defaults());

    assertThat(config.retry())
        .isEqualTo(new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(20), 0.5));
    assertThat(config.playbookConcurrency()).isZero();
    assertThat(config.openai().baseUrl()).isEqualTo(URI.create("https://api.openai.com/v1"));
    assertThat(config.openai().keyVariable()).isEqualTo("OPENAI_API_KEY");
    assertThat(config.openai().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.openai().maxConcurrent()).isEqualTo(32);
    assertThat(config.openai().prices().prices())
        .hasSize(10)
        .containsEntry(
            "gpt-4.1",
            new PriceTable.Price(
                new BigDecimal("2.00").stripTrailingZeros(),
                new BigDecimal("0.50").stripTrailingZeros(),
                new BigDecimal("8.00").stripTrailingZeros()));
  }

  @ParameterizedTest
  @CsvSource({
    "retry.max-attempts, 0",
    "retry.initial-backoff, 0s",
    "retry.max-backoff, 1ms",
    "retry.jitter, 1.5",
    "playbook.max-concurrent, -1",
    "openai.max-concurrent, many",
    "openai.base-url, ftp://x",
    "openai.base-url, not a url",
    "openai.api-key-variable, ''",
    "openai.connect-timeout, soon"
  })
  void aBadValueIsNamedByItsKey(String key, String value) {
    String path = "fractal.models." + key;
    Config config = ConfigFactory.parseMap(java.util.Map.of(path, value)).withFallback(defaults());

    assertThatThrownBy(() -> ModelConfig.read(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(path);
  }

  @Test
  void aBadPriceIsNamedByItsKey() {
    Config config =
        ConfigFactory.parseString("fractal.models.prices.openai.\"gpt-4.1\".input = -1")
            .withFallback(defaults());

    assertThatThrownBy(() -> ModelConfig.read(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gpt-4.1\".input");
  }
}
