package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Usage;
import java.util.List;
import java.util.Optional;

/** Ollama's chat: https://docs.ollama.com/api/chat and https://docs.ollama.com/api/streaming. */
final class OllamaFormat implements StubFormat {
  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public String event(String json) {
    return json + "\n";
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
    return event(message(text).put("done", false).toString());
  }

  @Override
  public List<String> closing(Optional<ObjectNode> usage, Optional<String> reason) {
    ObjectNode last = message("");
    last.put("done_reason", reason.orElse("stop")).put("done", true);
    last.put("total_duration", 4_883_583_458L);
    usage.ifPresent(last::setAll);
    return List.of(event(last.toString()));
  }

  private static ObjectNode message(String text) {
    ObjectNode json =
        Json.object().put("model", "stub").put("created_at", "2023-08-04T08:52:19.385406455-07:00");
    json.putObject("message").put("role", "assistant").put("content", text);
    return json;
  }

  /** There is no word for what was in the cache. */
  @Override
  public ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object();
    Json.put(json, "prompt_eval_count", usage.input());
    Json.put(json, "eval_count", usage.output());
    return json;
  }

  @Override
  public String error(int code, String message) {
    return Json.object().put("error", message).toString();
  }
}
