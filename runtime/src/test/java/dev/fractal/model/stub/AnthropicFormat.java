package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Anthropic's messages: https://platform.claude.com/docs/en/build-with-claude/streaming and
 * https://platform.claude.com/docs/en/api/errors.
 */
final class AnthropicFormat implements StubFormat {
  private static final Pattern TYPE = Pattern.compile("\\A\\{\"type\":\"(\\w+)\"");
  private static final String OUTPUT = "output_tokens";

  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public String event(String json) {
    Matcher type = TYPE.matcher(json);
    return (type.find() ? "event: " + type.group(1) + "\n" : "") + "data: " + json + "\n\n";
  }

  @Override
  public String newest(JsonNode request) {
    return Json.lastOfUser(request.path("messages"), "/content/0/text");
  }

  @Override
  public List<String> opening(Optional<ObjectNode> usage) {
    ObjectNode start = Json.object().put("type", "message_start");
    ObjectNode message = start.putObject("message");
    message.put("id", "msg_1nZdL29xx5MUA1yADyHTEsnR8uuvGzszyY").put("type", "message");
    message.put("role", "assistant").put("model", "stub").putArray("content");
    usage.ifPresent(counts -> message.set("usage", counts.deepCopy().without(OUTPUT)));
    return List.of(
        event(start.toString()),
        event(
            "{\"type\":\"content_block_start\",\"index\":0,"
                + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
        event("{\"type\":\"ping\"}"));
  }

  @Override
  public String piece(String text) {
    ObjectNode delta = Json.object().put("type", "content_block_delta").put("index", 0);
    delta.putObject("delta").put("type", "text_delta").put("text", text);
    return event(delta.toString());
  }

  @Override
  public List<String> closing(Optional<ObjectNode> usage, Optional<String> reason) {
    ObjectNode delta = Json.object().put("type", "message_delta");
    delta.putObject("delta").put("stop_reason", reason.orElse("end_turn")).putNull("stop_sequence");
    usage.ifPresent(counts -> delta.set("usage", counts.deepCopy().retain(OUTPUT)));
    return List.of(
        event("{\"type\":\"content_block_stop\",\"index\":0}"),
        event(delta.toString()),
        event("{\"type\":\"message_stop\"}"));
  }

  /** What came from the cache is not part of the input on this wire. */
  @Override
  public ObjectNode usage(Usage usage) {
    ObjectNode json = Json.object();
    Json.put(json, "input_tokens", fresh(usage));
    Json.put(json, "cache_read_input_tokens", usage.cached());
    Json.put(json, OUTPUT, usage.output());
    return json;
  }

  private static Quantity fresh(Usage usage) {
    return usage.input() instanceof Quantity.Known(BigDecimal all)
            && usage.cached() instanceof Quantity.Known(BigDecimal cached)
        ? Quantity.of(all.subtract(cached))
        : usage.input();
  }

  @Override
  public String error(int code, String message) {
    ObjectNode json = Json.object().put("type", "error");
    json.putObject("error").put("type", "api_error").put("message", message);
    return json.put("request_id", "req_011CSHoEeqs5C35K2UUqR7Fy").toString();
  }
}
