package dev.fractal.telemetry;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Counts model calls by provider, role and outcome. */
final class ModelCounts {
  private static final Set<String> PROVIDERS =
      Set.of("playbook", "openai", "anthropic", "gemini", "ollama");

  private final MeterRegistry registry;

  ModelCounts(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The provider of a spec; what is not known by name is {@code other}. */
  static String provider(String spec) {
    int colon = spec.indexOf(':');
    var name = colon < 0 ? spec : spec.substring(0, colon);
    return PROVIDERS.contains(name) ? name : "other";
  }

  void ended(
      String provider,
      ModelRequest.Role asker,
      Duration took,
      @Nullable ModelReply reply,
      @Nullable Throwable problem) {
    var role = word(asker);
    TimeBounds.MODEL
        .timer(
            "fractal.model.call",
            "Calls of models with their retries",
            registry,
            "provider",
            provider,
            "role",
            role,
            "outcome",
            problem == null ? "replied" : outcome(problem))
        .record(took);
    if (reply != null) {
      spent(provider, role, reply.usage());
      lost(provider, role, reply.lost());
    } else if (cause(problem) instanceof ModelCallException failed) {
      lost(provider, role, failed.lost());
    }
  }

  private void spent(String provider, String role, Usage usage) {
    tokens(provider, role, "input", usage.input());
    tokens(provider, role, "cached", usage.cached());
    tokens(provider, role, "output", usage.output());
  }

  /** What nobody said is not counted: the sum is of what is known. */
  private void tokens(String provider, String role, String kind, Quantity amount) {
    if (amount instanceof Quantity.Known(var known)) {
      registry
          .counter("fractal.model.tokens", "provider", provider, "role", role, "kind", kind)
          .increment(known.doubleValue());
    }
  }

  private void lost(String provider, String role, int attempts) {
    registry
        .counter("fractal.model.lost.attempts", "provider", provider, "role", role)
        .increment(attempts);
  }

  private static String outcome(Throwable problem) {
    return switch (cause(problem)) {
      case ModelCallException e -> word(e.kind());
      case CancellationException _ -> "cancelled";
      case null, default -> "failed";
    };
  }

  private static @Nullable Throwable cause(@Nullable Throwable problem) {
    return problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
