package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.StreamedCall;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;

/** Reads Ollama's events; the last one has the counts. It does not say what it had in its cache. */
record OllamaReader(String model, PriceTable prices) implements EventReader {
  @Override
  public void read(JsonNode event, StreamedCall call) {
    call.append(event.path("message").path("content").asText());
    if (event.path("done").asBoolean()) {
      call.used(usage(event));
      call.finished(event.path("done_reason").asText("stop"));
    }
  }

  private Usage usage(JsonNode event) {
    Usage tokens =
        new Usage(
            TokenCount.of(event.path("prompt_eval_count")),
            TokenCount.of(event.path("eval_count")),
            Quantity.unknown(),
            Quantity.unknown());
    return new Usage(tokens.input(), tokens.output(), tokens.cached(), prices.cost(model, tokens));
  }
}
