package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** OpenAI's chat completions: https://platform.openai.com/docs/api-reference/chat-streaming. */
final class OpenAiFormat implements StubFormat {
  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public String event(String json) {
    return "data: " + json + "\n\n";
  }

  @Override
  public String newest(JsonNode request) {
    return Json.lastOfUser(request.path("messages"), "/content");
  }

  @Override
  public List<String> opening(Optional<ObjectNode> usage) {
    return List.of();
  }

  @Override
  public String piece(String text) {
    ObjectNode choice = Json.object().put("index", 0);
    choice.putObject("delta").put("role", "assistant").put("content", text);
    choice.putNull("finish_reason");
    ObjectNode chunk = chunk();
    chunk.putArray("choices").add(choice);
    return event(chunk.toString());
  }

  @Override
  public List<String> closing(Optional<ObjectNode> usage, Optional<String> reason) {
    List<String> events = new ArrayList<>();
    ObjectNode last = chunk();
    ObjectNode choice = last.putArray("choices").addObject().put("index", 0);
    choice.putObject("delta");
    choice.put("finish_reason", reason.orElse("stop"));
    events.add(event(last.toString()));
    usage.ifPresent(
        counts -> {
          ObjectNode chunk = chunk();
          chunk.putArray("choices");
          chunk.set("usage", counts);
          events.add(event(chunk.toString()));
        });
    events.add(event("[DONE]"));
    return events;
  }

  private static ObjectNode chunk() {
    return Json.object()
        .put("id", "stub")
        .put("object", "chat.completion.chunk")
        .put("created", 1)
        .put("model", "stub");
  }

  @Override
  public ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object();
    Json.put(json, "prompt_tokens", usage.input());
    Json.put(json, "completion_tokens", usage.output());
    Json.put(json, "cost", usage.usd());
    if (usage.cached() instanceof Quantity.Known) {
      Json.put(json.putObject("prompt_tokens_details"), "cached_tokens", usage.cached());
    }
    return json;
  }

  @Override
  public String error(int code, String message) {
    ObjectNode json = Json.object();
    json.putObject("error").put("message", message).put("type", "stub");
    return json.toString();
  }
}
