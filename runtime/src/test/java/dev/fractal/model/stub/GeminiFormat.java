package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Gemini's content generation: https://ai.google.dev/api/generate-content. */
final class GeminiFormat implements StubFormat {
  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public String event(String json) {
    return "data: " + json + "\r\n\r\n";
  }

  @Override
  public String newest(JsonNode request) {
    return Json.lastOfUser(request.path("contents"), "/parts/0/text");
  }

  @Override
  public List<String> opening(Optional<ObjectNode> usage) {
    return List.of();
  }

  @Override
  public String piece(String text) {
    return event(candidate(text, Optional.empty()).toString());
  }

  @Override
  public List<String> closing(Optional<ObjectNode> usage, Optional<String> reason) {
    ObjectNode last = candidate("", Optional.of(reason.orElse("STOP")));
    usage.ifPresent(counts -> last.set("usageMetadata", counts));
    return List.of(event(last.toString()));
  }

  private static ObjectNode candidate(String text, Optional<String> reason) {
    ObjectNode event = Json.object();
    ObjectNode candidate = event.putArray("candidates").addObject();
    ObjectNode content = candidate.putObject("content");
    content.putArray("parts").addObject().put("text", text);
    content.put("role", "model");
    reason.ifPresent(why -> candidate.put("finishReason", why));
    candidate.put("index", 0);
    event.put("modelVersion", "stub").put("responseId", "mAitaLmkHPPlz7IPvtfUqQ4");
    return event;
  }

  /** A whole report has a total. */
  @Override
  public ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object();
    Json.put(json, "promptTokenCount", usage.input());
    Json.put(json, "candidatesTokenCount", usage.output());
    Json.put(json, "cachedContentTokenCount", usage.cached());
    if (usage.input() instanceof Quantity.Known(BigDecimal input)
        && usage.output() instanceof Quantity.Known(BigDecimal output)) {
      Json.put(json, "totalTokenCount", Quantity.of(input.add(output)));
    }
    return json;
  }

  @Override
  public String error(int code, String message) {
    ObjectNode json = Json.object();
    json.putObject("error")
        .put("code", code)
        .put("message", message)
        .put("status", code == 429 ? "RESOURCE_EXHAUSTED" : "INTERNAL");
    return json.toString();
  }
}
