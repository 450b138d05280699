package dev.fractal.view;

/**
 * Text from a model made harmless for a terminal: control characters are shown, not obeyed. Halves
 * of surrogate pairs are shown too, since every encoding would make the same mark of them.
 */
public final class Inert {
  private Inert() {}

  /** Keeps line ends and tabs; every other control or direction character becomes visible. */
  public static String text(String text) {
    return map(text, true);
  }

  /** The same in one line. */
  public static String line(String text) {
    return map(text.replace("\r\n", " ").replace('\n', ' ').replace('\t', ' '), true);
  }

  /** JSON text with such characters escaped; they can stand inside its strings only. */
  public static String json(String json) {
    return map(json, false);
  }

  private static String map(String text, boolean pictures) {
    StringBuilder out = null;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (harmful(c) || isHalf(text, i)) {
        out = out == null ? new StringBuilder(text.length() + 16).append(text, 0, i) : out;
        out.append(pictures && c < 0x20 ? String.valueOf((char) (0x2400 + c)) : escape(c));
      } else if (out != null) {
        out.append(c);
      }
    }
    return out == null ? text : out.toString();
  }

  private static String escape(char c) {
    return String.format("\\u%04x", (int) c);
  }

  private static boolean isHalf(String text, int i) {
    var c = text.charAt(i);
    return Character.isSurrogate(c)
        && !(Character.isHighSurrogate(c)
            ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
            : i > 0 && Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static boolean harmful(char c) {
    return (c < 0x20 && c != '\n' && c != '\t')
        || (c >= 0x7f && c <= 0x9f)
        || c == 0x061c
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
