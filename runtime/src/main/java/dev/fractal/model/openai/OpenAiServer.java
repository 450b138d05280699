package dev.fractal.model.openai;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.Timeout;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ProviderServer;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The connection to one OpenAI-compatible server through the vendor's client. */
final class OpenAiServer implements AutoCloseable {
  private final ProviderServer connections;
  private final OpenAIClientAsync sdk;

  /**
   * @param baseUrl with the version, such as {@code https://api.openai.com/v1}
   */
  OpenAiServer(URI baseUrl, ApiKey key, Duration connectTimeout) {
    this.connections = new ProviderServer("openai", baseUrl, key, connectTimeout);
    // Not an ExecutorService: the client would shut it down, and calls that it ends would hang.
    Executor handlers = task -> connections.threads().newThread(task).start();
    this.sdk =
        OpenAIOkHttpClientAsync.builder()
            .okHttpClient(connections.http())
            .streamHandlerExecutor(handlers)
            .baseUrl(baseUrl.toString())
            .apiKey(key.value())
            .maxRetries(0)
            .timeout(
                Timeout.builder()
                    .connect(connectTimeout)
                    .read(Duration.ZERO)
                    .write(Duration.ZERO)
                    .request(Duration.ZERO)
                    .build())
            .build();
  }

  ProviderServer connections() {
    return connections;
  }

  OpenAIClientAsync sdk() {
    return sdk;
  }

  @Override
  public void close() {
    connections.close();
    sdk.close();
  }
}
