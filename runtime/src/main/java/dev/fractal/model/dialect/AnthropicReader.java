package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.StreamedCall;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;

/**
 * Reads Anthropic's events. The counts of a reply come in several of them, a later one replacing an
 * earlier one; what is read from the cache and written to it is not part of {@code input_tokens}.
 */
final class AnthropicReader implements EventReader {
  private final String model;
  private final PriceTable prices;
  private final ObjectNode counts = JsonNodeFactory.instance.objectNode();

  AnthropicReader(String model, PriceTable prices) {
    this.model = model;
    this.prices = prices;
  }

  @Override
  public void read(JsonNode event, StreamedCall call) {
    switch (event.path("type").asText()) {
      case "message_start" -> count(event.path("message").path("usage"), call);
      case "content_block_start" -> text(event.path("content_block"), call);
      case "content_block_delta" -> text(event.path("delta"), call);
      case "message_delta" -> {
        count(event.path("usage"), call);
        JsonNode reason = event.path("delta").path("stop_reason");
        if (reason.isTextual()) {
          call.finished(reason.asText());
        }
      }
      default -> {
        // Pings, the ends of blocks, and whatever else is added one day.
      }
    }
  }

  /** Thinking has its own fields and is not part of the reply. */
  private static void text(JsonNode block, StreamedCall call) {
    call.append(block.path("text").asText());
  }

  private void count(JsonNode reported, StreamedCall call) {
    reported
        .properties()
        .forEach(
            count -> {
              if (count.getValue().isIntegralNumber()) {
                counts.set(count.getKey(), count.getValue());
              }
            });
    if (!counts.isEmpty()) {
      call.used(usage());
    }
  }

  private Usage usage() {
    JsonNode read = counts.path("cache_read_input_tokens");
    JsonNode written = counts.path("cache_creation_input_tokens");
    Quantity input =
        TokenCount.of(counts.path("input_tokens"))
            .plus(TokenCount.orZero(read))
            .plus(TokenCount.orZero(written));
    Usage tokens =
        new Usage(
            input,
            TokenCount.of(counts.path("output_tokens")),
            TokenCount.of(read),
            Quantity.unknown());
    Quantity usd = prices.cost(model, tokens, TokenCount.orZero(written));
    return new Usage(tokens.input(), tokens.output(), tokens.cached(), usd);
  }
}
