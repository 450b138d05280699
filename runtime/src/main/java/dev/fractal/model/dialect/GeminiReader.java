package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.StreamedCall;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;

/**
 * Reads Gemini's events. Each has the counts so far, and a whole report, which is one with a total,
 * leaves out what is zero. Thinking is paid as output and is not part of the reply.
 */
record GeminiReader(String model, PriceTable prices) implements EventReader {
  @Override
  public void read(JsonNode event, StreamedCall call) {
    JsonNode candidate = event.path("candidates").path(0);
    for (JsonNode part : candidate.path("content").path("parts")) {
      if (!part.path("thought").asBoolean()) {
        call.append(part.path("text").asText());
      }
    }
    if (event.path("usageMetadata").isObject()) {
      call.used(usage(event.path("usageMetadata")));
    }
    finish(candidate.path("finishReason"), call);
    finish(event.path("promptFeedback").path("blockReason"), call);
  }

  private static void finish(JsonNode reason, StreamedCall call) {
    if (reason.isTextual()) {
      call.finished(reason.asText());
    }
  }

  private Usage usage(JsonNode counts) {
    boolean whole = counts.has("totalTokenCount");
    Quantity thoughts = TokenCount.orZero(counts.path("thoughtsTokenCount"));
    Usage tokens =
        new Usage(
            TokenCount.of(counts.path("promptTokenCount")),
            count(counts.path("candidatesTokenCount"), whole).plus(thoughts),
            count(counts.path("cachedContentTokenCount"), whole),
            Quantity.unknown());
    return new Usage(tokens.input(), tokens.output(), tokens.cached(), prices.cost(model, tokens));
  }

  private static Quantity count(JsonNode count, boolean whole) {
    return whole ? TokenCount.orZero(count) : TokenCount.of(count);
  }
}
