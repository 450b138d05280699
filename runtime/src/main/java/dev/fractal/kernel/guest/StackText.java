package dev.fractal.kernel.guest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a cell's own frame in the text of a guest stack. */
final class StackText {
  private static final Pattern FRAME =
      Pattern.compile("(?:at |\\()([^\\s()]+):(\\d{1,7}):(\\d{1,7})\\)?$", Pattern.MULTILINE);

  private StackText() {}

  /** A blank and the position in the cell, or nothing when no frame is the cell's. */
  static String position(String stack, String file, CompiledCell cell) {
    Matcher frame = FRAME.matcher(stack);
    while (frame.find()) {
      if (frame.group(1).equals(file)) {
        return " "
            + cell.position(Integer.parseInt(frame.group(2)), Integer.parseInt(frame.group(3)));
      }
    }
    return "";
  }
}
