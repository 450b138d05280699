package dev.fractal.model.openai;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.Timeout;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The connection to one OpenAI-compatible server, shared by its models. Everything that would block
 * runs on virtual threads, and nothing is repeated below the runtime's own retries: a request that
 * HTTP repeated by itself would be spend that nobody counts.
 */
public final class OpenAiServer implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 16;
  private static final Duration KEEP_IDLE = Duration.ofSeconds(30);

  private final String key;
  private final String address;
  private final HttpAttempts attempts = new HttpAttempts();
  private final OkHttpClient http;
  private final OpenAIClientAsync sdk;

  /**
   * @param baseUrl with the version, such as {@code https://api.openai.com/v1}
   * @param key is sent to the server and appears nowhere else
   */
  public OpenAiServer(URI baseUrl, String key, Duration connectTimeout) {
    this.key = key;
    this.address = baseUrl.getScheme() + "://" + host(baseUrl);
    ThreadFactory threads = Thread.ofVirtual().name("fractal-openai-", 0).factory();
    this.http = http(attempts, Executors.newThreadPerTaskExecutor(threads));
    // Not an ExecutorService: the client would shut it down, and calls that it ends would hang.
    Executor handlers = task -> threads.newThread(task).start();
    this.sdk =
        OpenAIOkHttpClientAsync.builder()
            .okHttpClient(http)
            .streamHandlerExecutor(handlers)
            .baseUrl(baseUrl.toString())
            .apiKey(key)
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

  private static OkHttpClient http(HttpAttempts attempts, ExecutorService threads) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, KEEP_IDLE.toMillis(), TimeUnit.MILLISECONDS))
        .retryOnConnectionFailure(false)
        .addInterceptor(attempts::begin)
        .addNetworkInterceptor(attempts::send)
        .build();
  }

  private static String host(URI url) {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /** Scheme, host and port, for messages. */
  String address() {
    return address;
  }

  /** The text without the key, should the server have quoted it. */
  String withoutKey(String text) {
    return text.replace(key, "***");
  }

  HttpAttempts attempts() {
    return attempts;
  }

  OpenAIClientAsync sdk() {
    return sdk;
  }

  /** Ends every request that is on its way and every connection; no thread stays behind. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    sdk.close();
    http.connectionPool().evictAll();
  }
}
