package dev.fractal.repl;

import dev.fractal.protocol.event.CellReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the model is shown after its cells ran: per cell its status, its output, its value. */
final class Observation {
  /** UTF-16 units of one cell's output that are shown. */
  private static final int SHOWN = 8_000;

  private static final int TAIL = 2_000;

  /** Steps from which on running them again is worth a sentence. */
  private static final int DEAR = 40;

  private static final int NAME = 100;

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

  /**
   * What the model should know of variables that no save can keep, when much has to be run again
   * for them; empty when that is little.
   *
   * @param steps since the last complete save
   * @param inexact why a variable cannot be kept, by name
   */
  static String dearReplay(int steps, Map<String, String> inexact) {
    if (steps < DEAR || inexact.isEmpty()) {
      return "";
    }
    var first = new TreeMap<>(inexact).firstEntry();
    String others = inexact.size() == 1 ? "" : " and %d more".formatted(inexact.size() - 1);
    return "\nThis REPL can only be brought back by running its last %d steps again, because of '%s' (%s)%s. Set what you no longer need of that to undefined."
        .formatted(steps, brief(first.getKey()), brief(first.getValue()), others);
  }

  /** On one line, since a cell chose the name. */
  private static String brief(String text) {
    String line = BREAK.matcher(text).replaceAll(" ");
    int pairs = line.codePointCount(0, line.length());
    return pairs <= NAME ? line : line.substring(0, line.offsetByCodePoints(0, NAME)) + "…";
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
