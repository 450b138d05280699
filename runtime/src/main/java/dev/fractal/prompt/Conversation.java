package dev.fractal.prompt;

import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A session's window as a conversation on the wire. The same transcript gives the same prefix, so
 * that a provider's prompt cache hits. What was rendered before is kept: a step renders, and reads
 * from the payload store, only what is new in the window. Safe for use by several threads.
 */
public final class Conversation {
  private final String doctrine;
  private final PayloadStore payloads;
  private final List<ChatMessage> messages = new ArrayList<>();
  private List<Message> known = List.of();
  private int rendered;
  private String frame = "";

  public Conversation(String doctrine, PayloadStore payloads) {
    this.doctrine = doctrine;
    this.payloads = payloads;
    startAfresh();
  }

  private void startAfresh() {
    messages.clear();
    messages.add(new ChatMessage(Speaker.SYSTEM, doctrine));
    rendered = 0;
    frame = "";
  }

  /** The messages of a request, the system prompt first. May block on the payload store. */
  public synchronized List<ChatMessage> of(List<Message> window) {
    if (!goesOn(window)) {
      startAfresh();
    }
    known = window;
    for (; rendered < window.size(); rendered++) {
      var message = window.get(rendered);
      add(message, payloads.text(message.content()));
    }
    return List.copyOf(messages);
  }

  /** Whether the window begins with the messages that were rendered. */
  private boolean goesOn(List<Message> window) {
    return rendered <= window.size()
        && IntStream.range(0, rendered).allMatch(i -> known.get(i).equals(window.get(i)));
  }

  private void add(Message message, String text) {
    switch (message.author()) {
      case FRAME, DIGEST -> frame += text + "\n\n";
      case CALLER, OBSERVATION -> {
        messages.add(new ChatMessage(Speaker.USER, frame.isEmpty() ? text : frame + text));
        frame = "";
      }
      case MODEL -> messages.add(new ChatMessage(Speaker.ASSISTANT, text));
    }
  }

  /** The newest message as its author wrote it. */
  public String newest(List<Message> window) {
    return window.isEmpty() ? "" : payloads.text(window.getLast().content());
  }
}
