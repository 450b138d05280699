package dev.fractal.model.dialect;

import dev.fractal.model.ModelClient;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ModelSource;
import dev.fractal.model.wire.ProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** The models of one provider that is spoken to in its dialect. */
public final class DialectModels implements ModelSource {
  private final ProviderServer server;
  private final Dialect dialect;
  private final ScheduledExecutorService timer;

  private DialectModels(ProviderServer server, Dialect dialect, ScheduledExecutorService timer) {
    this.server = server;
    this.dialect = dialect;
    this.timer = timer;
  }

  /**
   * Where a provider is and what it costs.
   *
   * @param baseUrl without the version
   */
  public record Access(URI baseUrl, ApiKey key, Duration connectTimeout, PriceTable prices) {
    private ProviderServer server(String provider) {
      return new ProviderServer(provider, baseUrl, key, connectTimeout);
    }
  }

  /**
   * Anthropic's models.
   *
   * @param maxTokens longest reply
   * @param timer stays open
   */
  public static DialectModels anthropic(
      Access access, int maxTokens, ScheduledExecutorService timer) {
    return new DialectModels(
        access.server("anthropic"),
        new AnthropicDialect(access.baseUrl(), access.key(), maxTokens, access.prices()),
        timer);
  }

  /**
   * Gemini's models.
   *
   * @param timer stays open
   */
  public static DialectModels gemini(Access access, ScheduledExecutorService timer) {
    return new DialectModels(
        access.server("gemini"),
        new GeminiDialect(access.baseUrl(), access.key(), access.prices()),
        timer);
  }

  /**
   * The models of an Ollama server.
   *
   * @param context tokens of prompt and reply; 0 for the server's default
   * @param timer stays open
   */
  public static DialectModels ollama(Access access, int context, ScheduledExecutorService timer) {
    return new DialectModels(
        access.server("ollama"),
        new OllamaDialect(access.baseUrl(), access.key(), context, access.prices()),
        timer);
  }

  @Override
  public ModelClient model(String name) {
    return new DialectModelClient(server, dialect, name, timer);
  }

  @Override
  public void close() {
    server.close();
  }
}
