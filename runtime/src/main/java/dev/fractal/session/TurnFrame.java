package dev.fractal.session;

import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The frame that the model reads before a caller's message: what the session stands on. */
final class TurnFrame {
  private TurnFrame() {}

  /**
   * The frame of a turn.
   *
   * @param fresh whether nothing came before it
   */
  static String of(SessionSpec spec, int turn, boolean fresh, Map<String, InputRef> inputs) {
    var frame = new StringBuilder(place(spec.descent())).append(turn).append('.');
    var granted = HostFunctions.granted(spec.authority().capability()).functions();
    frame.append(" Granted: ");
    frame.append(granted.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(granted)));
    frame.append('.');
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
