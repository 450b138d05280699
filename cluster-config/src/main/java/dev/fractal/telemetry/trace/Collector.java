package dev.fractal.telemetry.trace;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector that spans are sent to. When it does not take them they are dropped: one line of
 * the log says so, and another one when it takes them again. Confined to a thread, but for what
 * says otherwise.
 */
final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /** Its lines go past the node's log, and tell of every failure. */
  private static final java.util.logging.Logger CHATTER =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  private static final int REQUEST = 512;

  private final SpanExporter exporter;
  private final URI endpoint;
  private final Duration timeout;
  private volatile boolean hushed;
  private boolean away;
  private long dropped;

  Collector(TraceConfig settings) {
    CHATTER.setLevel(Level.OFF);
    this.endpoint = settings.endpoint();
    this.timeout = settings.timeout();
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setTimeout(timeout)
            .setConnectTimeout(timeout)
            .setRetryPolicy(
                RetryPolicy.builder()
                    .setMaxAttempts(3)
                    .setInitialBackoff(Duration.ofMillis(300))
                    .build());
    settings.authorization().ifPresent(value -> builder.addHeader("Authorization", value));
    this.exporter = builder.build();
  }

  /** Sends spans in a few requests; blocks for the timeout of each at most. */
  void send(List<SpanData> spans) {
    for (int from = 0; from < spans.size(); from += REQUEST) {
      var part = spans.subList(from, Math.min(spans.size(), from + REQUEST));
      var result = exporter.export(part).join(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
      if (result.isSuccess()) {
        taken();
      } else {
        refused(part.size(), result);
      }
    }
  }

  /** Nobody waits for the rest any more; for any thread. */
  void hush() {
    hushed = true;
  }

  private void taken() {
    if (away) {
      LOG.warn("{} takes traces again; {} spans were dropped", endpoint, dropped);
    }
    away = false;
    dropped = 0;
  }

  private void refused(int spans, CompletableResultCode result) {
    dropped += spans;
    if (!away && !hushed) {
      LOG.warn(
          "{} does not take traces, spans are dropped until it does: {}", endpoint, why(result));
    }
    away = true;
  }

  private static String why(CompletableResultCode result) {
    var problem = result.getFailureThrowable();
    if (problem == null) {
      return "it does not answer";
    }
    if (problem.getCause() == null) {
      return "it answers with an error; look at its log, the path and the authorization";
    }
    Throwable inside = problem.getCause();
    while (inside.getCause() != null && !(inside instanceof IOException)) {
      inside = inside.getCause();
    }
    return inside.toString();
  }

  @Override
  public void close() {
    var _ = exporter.shutdown();
  }
}
