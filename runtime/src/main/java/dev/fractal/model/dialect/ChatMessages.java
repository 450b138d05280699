package dev.fractal.model.dialect;

import dev.fractal.model.ModelRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;

/** A conversation in the library's words. */
final class ChatMessages {
  private ChatMessages() {}

  /** The messages in their order; these providers refuse empty ones, which say nothing anyway. */
  static List<ChatMessage> of(ModelRequest request) {
    return request.messages().stream()
        .filter(message -> !message.text().isBlank())
        .map(ChatMessages::of)
        .toList();
  }

  private static ChatMessage of(ModelRequest.ChatMessage message) {
    return switch (message.speaker()) {
      case SYSTEM -> SystemMessage.from(message.text());
      case USER -> UserMessage.from(message.text());
      case ASSISTANT -> AiMessage.from(message.text());
    };
  }
}
