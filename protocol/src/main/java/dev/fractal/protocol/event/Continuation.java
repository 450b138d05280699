package dev.fractal.protocol.event;

import dev.fractal.protocol.Message;
import java.util.List;

/** What a session goes on from: the transcript and the REPL as a head fixed them. */
public record Continuation(List<Message> window, Workspace workspace) {
  public Continuation {
    window = List.copyOf(window);
  }
}
