package dev.fractal.session.state;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.toolset.Toolsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the model reads at a turn's start: what the session stands on, then the caller's words. */
final class TurnFrame {
  private static final String SCHEMA =
      "[The value that you give to FINAL must fit this JSON Schema:]";

  private TurnFrame() {}

  /**
   * The messages of a turn's start.
   *
   * @param fresh whether nothing came before it
   */
  static List<Message> of(
      SessionSpec spec, TurnOpened event, boolean fresh, Map<String, InputRef> inputs) {
    int turn = event.turn();
    var request = event.request();
    var messages = new ArrayList<Message>();
    messages.add(new Message(Author.FRAME, turn, Content.inline(frame(spec, turn, fresh, inputs))));
    request
        .schema()
        .ifPresent(
            schema -> {
              messages.add(new Message(Author.FRAME, turn, Content.inline(SCHEMA)));
              messages.add(new Message(Author.FRAME, turn, schema));
            });
    messages.add(new Message(Author.CALLER, turn, request.message()));
    return messages;
  }

  private static String frame(
      SessionSpec spec, int turn, boolean fresh, Map<String, InputRef> inputs) {
    var frame = new StringBuilder(place(spec.descent())).append(turn).append('.');
    var granted = HostFunctions.granted(spec).functions();
    frame.append(" Granted: ");
    frame.append(granted.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(granted)));
    frame.append('.');
    var toolsets = Toolsets.usable(spec.authority());
    if (!toolsets.isEmpty()) {
      frame.append(" Toolsets: ").append(String.join(", ", toolsets)).append('.');
    }
    if (!inputs.isEmpty()) {
      frame.append(" Inputs: ").append(listed(inputs)).append('.');
    }
    if (!fresh) {
      frame.append(" Variables of earlier turns are still defined.");
    }
    return frame.append(']').toString();
  }

  private static String place(Descent descent) {
    return descent.parent().isEmpty()
        ? "[Root session, turn "
        : "[Child session at depth "
            + descent.depth()
            + "; your parent session gets the value that you give to FINAL. Turn ";
  }

  private static String listed(Map<String, InputRef> inputs) {
    return new TreeMap<>(inputs)
        .entrySet().stream()
            .map(
                input ->
                    String.format(
                        Locale.ROOT,
                        "inputs.%s (%,d characters)",
                        input.getKey(),
                        input.getValue().chars()))
            .collect(Collectors.joining(", "));
  }
}
