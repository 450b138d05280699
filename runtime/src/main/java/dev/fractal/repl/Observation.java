package dev.fractal.repl;

import dev.fractal.protocol.event.CellReport;
import java.util.ArrayList;
import java.util.List;

/** What the model is shown after its cells ran: per cell its status, its output, its value. */
final class Observation {
  /** UTF-16 units of one cell's output that are shown. */
  private static final int SHOWN = 8_000;

  private static final int TAIL = 2_000;

  private Observation() {}

  /** One cell's part. */
  record Part(CellReport report, String printed, String shown) {}

  static String of(List<Part> parts, boolean unclosed) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      part(lines, i + 1, parts.get(i));
    }
    if (unclosed) {
      lines.add("The last js block of the reply is not closed with ```; it was not run.");
    } else if (parts.isEmpty()) {
      lines.add(
          "The reply has no js cell, so nothing ran."
              + " Write code in a ```js block; end the turn with FINAL(value).");
    }
    return String.join("\n", lines);
  }

  private static void part(List<String> lines, int number, Part part) {
    String detail = part.report().detail();
    lines.add(
        "[cell "
            + number
            + " "
            + part.report().ending().wire()
            + (detail.isEmpty() ? "]" : ": " + detail + "]"));
    if (!part.printed().isEmpty()) {
      lines.add(bounded(part.printed().stripTrailing()));
    }
    if (!part.shown().isEmpty()) {
      lines.add("=> " + part.shown());
    }
  }

  private static String bounded(String printed) {
    if (printed.length() <= SHOWN) {
      return printed;
    }
    int hidden = printed.length() - SHOWN;
    return printed.substring(0, SHOWN - TAIL)
        + "\n… "
        + hidden
        + " characters are not shown; print less, or use inspect(x, {path, page}) …\n"
        + printed.substring(printed.length() - TAIL);
  }
}
