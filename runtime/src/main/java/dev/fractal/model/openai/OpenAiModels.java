package dev.fractal.model.openai;

import dev.fractal.model.ModelClient;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ModelSource;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** The models of one OpenAI-compatible server. */
public final class OpenAiModels implements ModelSource {
  private final OpenAiServer server;
  private final PriceTable prices;
  private final ScheduledExecutorService timer;

  /**
   * @param baseUrl with the version, such as {@code https://api.openai.com/v1}
   * @param timer stays open
   */
  public OpenAiModels(
      URI baseUrl,
      ApiKey key,
      Duration connectTimeout,
      PriceTable prices,
      ScheduledExecutorService timer) {
    this.server = new OpenAiServer(baseUrl, key, connectTimeout);
    this.prices = prices;
    this.timer = timer;
  }

  @Override
  public ModelClient model(String name) {
    return new OpenAiModelClient(server, name, prices, timer);
  }

  @Override
  public void close() {
    server.close();
  }
}
