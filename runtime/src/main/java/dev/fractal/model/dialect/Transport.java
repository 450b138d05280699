package dev.fractal.model.dialect;

import dev.fractal.model.wire.HttpAttempts;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Sends the library's requests over this runtime's HTTP, where deadlines cancel them. Which call a
 * request belongs to is bound while the library writes it, which it does on the caller's thread.
 */
record Transport(OkHttpClient http) implements HttpClient, HttpClientBuilder {
  static final ScopedValue<DialectExchange> EXCHANGE = ScopedValue.newInstance();
  private static final MediaType JSON = MediaType.get("application/json");

  /** The library's listener is left out: the exchange reads the events itself. */
  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    DialectExchange exchange = EXCHANGE.get();
    http.newCall(written(request, exchange)).enqueue(exchange.reading(parser));
  }

  private static Request written(HttpRequest request, DialectExchange exchange) {
    Request.Builder written = new Request.Builder().url(request.url());
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> written.addHeader(name, value)));
    return written
        .header("Idempotency-Key", exchange.key().value())
        .header(HttpAttempts.HEADER, exchange.call().attempt().id())
        .post(RequestBody.create(request.body().getBytes(StandardCharsets.UTF_8), JSON))
        .build();
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    throw new UnsupportedOperationException("only streamed replies are asked for");
  }

  @Override
  public HttpClient build() {
    return this;
  }

  @Override
  public Duration connectTimeout() {
    return Duration.ofMillis(http.connectTimeoutMillis());
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration given) {
    return this;
  }

  /** None: a call has its own deadline. */
  @Override
  public Duration readTimeout() {
    return Duration.ZERO;
  }

  @Override
  public HttpClientBuilder readTimeout(Duration given) {
    return this;
  }
}
