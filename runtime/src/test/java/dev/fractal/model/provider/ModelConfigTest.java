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
import java.time.LocalDate;
import java.util.OptionalLong;
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
    assertThat(config.anthropicTokens()).isEqualTo(32_000);
    assertThat(config.ollamaContext()).isEqualTo(32_768);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, https://api.openai.com/v1, OPENAI_API_KEY, 32",
    "ANTHROPIC, https://api.anthropic.com, ANTHROPIC_API_KEY, 32",
    "GEMINI, https://generativelanguage.googleapis.com, GEMINI_API_KEY, 32",
    "OLLAMA, http://127.0.0.1:11434, OLLAMA_API_KEY, 4"
  })
  void theProvidersDefaultsAreThese(Provider provider, URI url, String variable, int calls) {
    ModelConfig.Server server = ModelConfig.read(defaults()).server(provider);

    assertThat(server.baseUrl()).isEqualTo(url);
    assertThat(server.keyVariable()).isEqualTo(variable);
    assertThat(server.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(server.maxConcurrent()).isEqualTo(calls);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, gpt-4.1, 2, 0.5, 2, 8, 2025-09-01",
    "ANTHROPIC, claude-sonnet-4-5, 3, 0.3, 3.75, 15, 2026-11-22",
    "GEMINI, gemini-2.5-flash, 0.3, 0.03, 0.3, 2.5, 2025-10-01"
  })
  void pricesAreKnownWithTheirDateAndSource(
      Provider provider,
      String model,
      BigDecimal input,
      BigDecimal cached,
      BigDecimal written,
      BigDecimal output,
      LocalDate asOf) {
    PriceTable prices = ModelConfig.read(defaults()).server(provider).prices();

    assertThat(prices.source()).startsWith("https://");
    assertThat(prices.priceOf(model))
        .contains(new PriceTable.Price(input, cached, written, output, OptionalLong.empty(), asOf));
  }

  @Test
  void aPriceOfYourOwnHasADateOfItsOwnAndMayHoldForShortPromptsOnly() {
    Config config =
        ConfigFactory.parseString(
                "fractal.models.prices.ollama.models.\"qwen3:8b\""
                    + " {input = 0, cached = 0, output = 0, up-to = 4096, as-of = \"2027-01-02\"}")
            .withFallback(defaults());

    assertThat(ModelConfig.read(config).server(Provider.OLLAMA).prices().priceOf("qwen3:8b"))
        .contains(
            new PriceTable.Price(
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                OptionalLong.of(4096),
                LocalDate.of(2027, 1, 2)));
  }

  @Test
  void aBaseUrlMayEndWithASlash() {
    Config config =
        ConfigFactory.parseString("fractal.models.anthropic.base-url = \"http://gate:80/a/\"")
            .withFallback(defaults());

    assertThat(ModelConfig.read(config).server(Provider.ANTHROPIC).baseUrl())
        .isEqualTo(URI.create("http://gate:80/a"));
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
    "openai.connect-timeout, soon",
    "anthropic.base-url, ''",
    "anthropic.max-tokens, 0",
    "gemini.api-key-variable, ' '",
    "ollama.max-concurrent, -1",
    "ollama.context, -1",
    "prices.gemini.as-of, yesterday"
  })
  void aBadValueIsNamedByItsKey(String key, String value) {
    String path = "fractal.models." + key;
    Config config = ConfigFactory.parseMap(java.util.Map.of(path, value)).withFallback(defaults());

    assertThatThrownBy(() -> ModelConfig.read(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(path);
  }

  @ParameterizedTest
  @CsvSource({"input, -1", "written, -1", "up-to, 0", "as-of, soon"})
  void aBadPriceIsNamedByItsKey(String key, String value) {
    String path = "fractal.models.prices.openai.models.\"gpt-4.1\"." + key;
    Config config = ConfigFactory.parseString(path + " = " + value).withFallback(defaults());

    assertThatThrownBy(() -> ModelConfig.read(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("gpt-4.1\"." + key);
  }
}
