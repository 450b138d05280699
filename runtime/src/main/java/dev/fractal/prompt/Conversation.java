package dev.fractal.prompt;

import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Growing;
import dev.fractal.protocol.Message;
import java.util.List;

/**
 * A session's window as a conversation on the wire. The same transcript gives the same prefix, so
 * that a provider's prompt cache hits. What was rendered before is kept: a step renders, and reads
 * from the payload store, only what is new in the window. Safe for use by several threads.
 */
public final class Conversation {
  private final PayloadStore payloads;
  private Growing<ChatMessage> messages = Growing.copyOf(List.of());
  private List<Message> rendered = List.of();
  private String doctrine = "";
  private String preamble = "";
  private String frame = "";

  public Conversation(PayloadStore payloads) {
    this.payloads = payloads;
    startAfresh();
  }

  private void startAfresh() {
    messages = Growing.copyOf(List.of(new ChatMessage(Speaker.SYSTEM, doctrine)));
    rendered = List.of();
    frame = preamble;
  }

  /**
   * The messages of a request, the system prompt first. May block on the payload store.
   *
   * @param system the system prompt
   * @param opening what a session's first message begins with, which stays the same for the life of
   *     a session; empty for nothing
   */
  public synchronized List<ChatMessage> of(String system, String opening, List<Message> window) {
    var begin = opening.isEmpty() ? "" : opening + "\n\n";
    var growing = Growing.<Message>copyOf(window);
    boolean same = system.equals(doctrine) && begin.equals(preamble);
    if (!same || !growing.beginsWith(rendered)) {
      doctrine = system;
      preamble = begin;
      startAfresh();
    }
    for (int next = rendered.size(); next < growing.size(); next++) {
      var message = growing.get(next);
      add(message, payloads.text(message.content()));
      rendered = growing.first(next + 1);
    }
    return messages;
  }

  private void add(Message message, String text) {
    switch (message.author()) {
      case FRAME, DIGEST -> frame += text + "\n\n";
      case CALLER, OBSERVATION, TOLD -> {
        say(Speaker.USER, frame.isEmpty() ? text : frame + text);
        frame = "";
      }
      case MODEL -> say(Speaker.ASSISTANT, text);
    }
  }

  private void say(Speaker speaker, String text) {
    messages = messages.plus(new ChatMessage(speaker, text));
  }

  /** The newest message as its author wrote it. */
  public String newest(List<Message> window) {
    return window.isEmpty() ? "" : payloads.text(window.getLast().content());
  }
}
