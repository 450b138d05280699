package dev.fractal.protocol.event;

import dev.fractal.protocol.Message;
import dev.fractal.protocol.SessionId;
import java.util.List;

/** What a session goes on from: the transcript and the REPL as a head fixed them. */
public record Continuation(List<Message> window, Workspace workspace) {
  public Continuation {
    window = List.copyOf(window);
  }

  /**
   * What a session derived from the source continues from: turns of the source are none of its own,
   * and steps keep the session that evaluated them. Payloads are shared by their content.
   */
  public Continuation from(SessionId source) {
    var inherited =
        window.stream().map(message -> new Message(message.author(), 0, message.content()));
    var replay = workspace.replay().stream().map(step -> step.from(source));
    return new Continuation(
        inherited.toList(),
        new Workspace(
            workspace.saved(),
            workspace.digests(),
            workspace.inputs(),
            replay.toList(),
            workspace.anchor()));
  }
}
