package dev.fractal.telemetry;

import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClients;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Models whose calls are counted, retries and waiting for a free slot included. */
final class CountedModels implements ModelClients {
  private final ModelClients models;
  private final ModelCounts counts;
  private final ConcurrentMap<String, ModelClient> counted = new ConcurrentHashMap<>();

  CountedModels(ModelClients models, ModelCounts counts) {
    this.models = models;
    this.counts = counts;
  }

  /** A spec that is no model's is not kept. */
  @Override
  public ModelClient client(String spec) {
    var known = models.client(spec);
    return counted.computeIfAbsent(
        spec, name -> new Counted(known, ModelCounts.provider(name), counts));
  }

  @Override
  public void close() {
    models.close();
  }

  /** The future of the inner client is handed on as it is, so that cancelling it still works. */
  private record Counted(ModelClient model, String provider, ModelCounts counts)
      implements ModelClient {
    @Override
    public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
      long begun = System.nanoTime();
      var call = model.complete(request, deltas);
      var _ =
          call.whenComplete(
              (reply, problem) ->
                  counts.ended(
                      provider,
                      request.role(),
                      Duration.ofNanos(System.nanoTime() - begun),
                      reply,
                      problem));
      return call;
    }
  }
}
