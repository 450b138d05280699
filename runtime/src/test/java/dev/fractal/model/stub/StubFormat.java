package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Usage;
import java.util.List;
import java.util.Optional;

/** A provider's wire format, as far as the stub server writes and reads it. */
public interface StubFormat {
  StubFormat OPENAI = new OpenAiFormat();
  StubFormat ANTHROPIC = new AnthropicFormat();
  StubFormat GEMINI = new GeminiFormat();
  StubFormat OLLAMA = new OllamaFormat();

  /** The content type of a stream. */
  String contentType();

  /** One event of a stream. */
  String event(String json);

  /** The text of the newest message of the user in a request. */
  String newest(JsonNode request);

  /** The events before the text. */
  List<String> opening(Optional<ObjectNode> usage);

  /** The event with a piece of the text. */
  String piece(String text);

  /** The events after the text; without a reason the model came to its end by itself. */
  List<String> closing(Optional<ObjectNode> usage, Optional<String> reason);

  /** What is known of a usage, in the provider's words; empty for nothing. */
  ObjectNode usage(Usage usage);

  /** The body of an error, and an event of a stream that breaks off. */
  String error(int code, String message);
}
