package dev.fractal.http.routes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a node counts, as Prometheus reads it. */
@FunctionalInterface
public interface Metrics {
  /** Everything as it is now, in the text format 0.0.4; may block for a short time. */
  CompletionStage<String> text();

  /** Nothing is counted. */
  static Metrics none() {
    return () -> CompletableFuture.completedFuture("");
  }
}
