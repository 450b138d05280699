package dev.fractal.prompt;

import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * A session's window as a conversation on the wire. The same transcript gives the same prefix, so
 * that a provider's prompt cache hits.
 */
public final class Conversation {
  private final String doctrine;
  private final PayloadStore payloads;

  public Conversation(String doctrine, PayloadStore payloads) {
    this.doctrine = doctrine;
    this.payloads = payloads;
  }

  /** The messages of a request, the system prompt first. May block on the payload store. */
  public List<ChatMessage> of(List<Message> window) {
    var messages = new ArrayList<ChatMessage>();
    messages.add(new ChatMessage(Speaker.SYSTEM, doctrine));
    var frame = new StringBuilder();
    for (Message message : window) {
      String text = payloads.text(message.content());
      switch (message.author()) {
        case FRAME, DIGEST -> frame.append(text).append("\n\n");
        case CALLER, OBSERVATION -> {
          messages.add(new ChatMessage(Speaker.USER, frame + text));
          frame.setLength(0);
        }
        case MODEL -> messages.add(new ChatMessage(Speaker.ASSISTANT, text));
      }
    }
    return messages;
  }

  /** The newest message as its author wrote it. */
  public String newest(List<Message> window) {
    return window.isEmpty() ? "" : payloads.text(window.getLast().content());
  }
}
