package dev.fractal.session.state;

import dev.fractal.protocol.Growing;
import dev.fractal.protocol.Message;
import java.util.List;

/**
 * The window of messages that goes to the model.
 *
 * @param chars UTF-16 units of all messages together
 */
public record Transcript(List<Message> window, long chars) {
  static final Transcript EMPTY = new Transcript(List.of(), 0);

  public Transcript {
    window = Growing.copyOf(window);
  }

  static Transcript of(List<Message> window) {
    return new Transcript(
        window, window.stream().mapToLong(message -> message.content().length()).sum());
  }

  Transcript firstOnly(int messages) {
    return of(window.subList(0, messages));
  }

  Transcript plus(Message message) {
    var longer = Growing.<Message>copyOf(window).plus(message);
    return new Transcript(longer, chars + message.content().length());
  }
}
