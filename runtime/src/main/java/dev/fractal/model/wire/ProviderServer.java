package dev.fractal.model.wire;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The connections to one provider's server, shared by its models. Everything that would block runs
 * on virtual threads, and nothing is repeated below the runtime's own retries: a request that HTTP
 * repeated by itself would be spend that nobody counts. Redirects are not followed: the key is for
 * one server.
 */
public final class ProviderServer implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 16;
  private static final Duration KEEP_IDLE = Duration.ofSeconds(30);

  private final String provider;
  private final ApiKey key;
  private final String address;
  private final ThreadFactory threads;
  private final HttpAttempts attempts = new HttpAttempts();
  private final OkHttpClient http;

  /**
   * @param provider first part of its models' specs
   * @param key is taken out of what the server says
   */
  public ProviderServer(String provider, URI baseUrl, ApiKey key, Duration connectTimeout) {
    this.provider = provider;
    this.key = key;
    this.address = baseUrl.getScheme() + "://" + host(baseUrl);
    this.threads = Thread.ofVirtual().name("fractal-" + provider + "-", 0).factory();
    this.http = http(attempts, Executors.newThreadPerTaskExecutor(threads), connectTimeout);
  }

  private static OkHttpClient http(
      HttpAttempts attempts, ExecutorService threads, Duration connectTimeout) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectionPool(
            new ConnectionPool(IDLE_CONNECTIONS, KEEP_IDLE.toMillis(), TimeUnit.MILLISECONDS))
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(connectTimeout)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .addInterceptor(attempts::begin)
        .addNetworkInterceptor(attempts::send)
        .build();
  }

  private static String host(URI url) {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  String provider() {
    return provider;
  }

  /** Scheme, host and port, for messages. */
  String address() {
    return address;
  }

  /** The text without the key, should the server have quoted it. */
  String withoutKey(String text) {
    return key.takenOutOf(text);
  }

  /** Makes virtual threads for what handles replies. */
  public ThreadFactory threads() {
    return threads;
  }

  /** Sends requests that carry {@link HttpAttempts#HEADER}, and no others. */
  public OkHttpClient http() {
    return http;
  }

  HttpAttempts attempts() {
    return attempts;
  }

  /** Ends every request that is on its way and every connection; no thread stays behind. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
