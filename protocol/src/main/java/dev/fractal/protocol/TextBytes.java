package dev.fractal.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes that the content address of a text is made from: UTF-8. A JavaScript string may hold
 * surrogates without a partner, which UTF-8 cannot write; each becomes the three bytes that UTF-8
 * would give its number, so that different texts never share an address.
 */
public final class TextBytes {
  private TextBytes() {}

  public static byte[] of(CharSequence text) {
    return isWellFormed(text)
        ? text.toString().getBytes(StandardCharsets.UTF_8)
        : generalized(text);
  }

  /** Whether every surrogate has its partner, so that UTF-8 can write the text. */
  public static boolean isWellFormed(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!isPair(text, i)) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Every text exactly: two bytes per UTF-16 unit, the high one first. */
  public static byte[] units(CharSequence text) {
    var bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    return bytes;
  }

  /** The text whose {@link #units} these are. */
  public static String ofUnits(byte[] bytes) {
    var chars = new char[bytes.length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  private static boolean isPair(CharSequence text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private static byte[] generalized(CharSequence text) {
    var bytes = new ByteArrayOutputStream(text.length() + 16);
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (isPair(text, i)) {
          i++;
        } else {
          bytes.writeBytes(utf8(text, from, i));
          lone(bytes, text.charAt(i));
          from = i + 1;
        }
      }
    }
    bytes.writeBytes(utf8(text, from, text.length()));
    return bytes.toByteArray();
  }

  private static byte[] utf8(CharSequence text, int from, int to) {
    return text.subSequence(from, to).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void lone(ByteArrayOutputStream bytes, char surrogate) {
    bytes.write(0xe0 | (surrogate >> 12));
    bytes.write(0x80 | ((surrogate >> 6) & 0x3f));
    bytes.write(0x80 | (surrogate & 0x3f));
  }
}
