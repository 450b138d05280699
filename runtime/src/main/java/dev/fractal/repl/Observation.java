package dev.fractal.repl;

import dev.fractal.protocol.event.CellReport;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the model is shown after its cells ran: per cell its status, its output, its value. */
final class Observation {
  /** UTF-16 units of one cell's output that are shown. */
  private static final int SHOWN = 8_000;

  private static final int TAIL = 2_000;

  /** What lines begin with that cells made, so that none of them looks like one of the runtime. */
  private static final String GUEST = "| ";

  private static final Pattern BREAK = Pattern.compile("\\R");

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
            + (detail.isEmpty() ? "]" : ": " + continued(detail) + "]"));
    if (!part.printed().isEmpty()) {
      print(lines, part.printed().stripTrailing());
    }
    if (!part.shown().isEmpty()) {
      lines.add("=> " + continued(part.shown()));
    }
  }

  private static void print(List<String> lines, String printed) {
    if (printed.length() <= SHOWN) {
      lines.add(GUEST + continued(printed));
      return;
    }
    int hidden = printed.length() - SHOWN;
    lines.add(GUEST + continued(printed.substring(0, SHOWN - TAIL)));
    lines.add(
        "… " + hidden + " characters are not shown; print less, or use inspect(x, {path, page}) …");
    lines.add(GUEST + continued(printed.substring(printed.length() - TAIL)));
  }

  /** Marks every further line of a text that a cell made: an unmarked line is the runtime's own. */
  private static String continued(String text) {
    return BREAK.matcher(text).replaceAll("\n" + GUEST);
  }
}
