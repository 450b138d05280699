package dev.fractal.model.wire;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests that are on their way. A vendor's client hides the HTTP call and lets go of it
 * only once the headers are there, so each request carries its attempt's number in a header that
 * never leaves this process, and the interceptors tie the two together.
 */
public final class HttpAttempts {
  /** Names the attempt within this process. */
  public static final String HEADER = "Fractal-Attempt";

  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, HttpAttempt> running = new ConcurrentHashMap<>();

  HttpAttempt open() {
    HttpAttempt attempt = new HttpAttempt(Long.toString(numbers.incrementAndGet()));
    running.put(attempt.id(), attempt);
    return attempt;
  }

  void close(HttpAttempt attempt) {
    running.remove(attempt.id());
  }

  /** Around the whole call: ties it to its attempt and takes the number off. */
  Response begin(Interceptor.Chain chain) throws IOException {
    HttpAttempt attempt = of(chain.call());
    if (attempt == null || !attempt.begin(chain.call())) {
      throw new IOException("the call was cancelled");
    }
    Request request = chain.request().newBuilder().removeHeader(HEADER).build();
    return chain.proceed(request);
  }

  /** Once connected, right before the request is written. */
  Response send(Interceptor.Chain chain) throws IOException {
    HttpAttempt attempt = of(chain.call());
    if (attempt != null) {
      attempt.sending();
    }
    return chain.proceed(chain.request());
  }

  private @Nullable HttpAttempt of(Call call) {
    String id = call.request().header(HEADER);
    return id == null ? null : running.get(id);
  }
}
