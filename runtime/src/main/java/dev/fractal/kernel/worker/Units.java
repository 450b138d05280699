package dev.fractal.kernel.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts as bytes of a fixed width, in bulk: ISO 8859-1 where all units fit, else UTF-16LE. No
 * encoder has a part in it, which would replace lone surrogates.
 */
final class Units {
  private Units() {}

  /** One byte for each unit, or null if a unit has no such byte. */
  static byte @Nullable [] narrow(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length == text.length() && narrow(bytes).equals(text) ? bytes : null;
  }

  static String narrow(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Two bytes for each unit, the low one first. */
  static byte[] wide(String text) {
    ByteBuffer units = ByteBuffer.allocate(Math.multiplyExact(text.length(), Character.BYTES));
    units.order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
    return units.array();
  }

  static String wide(byte[] bytes) {
    CharBuffer units = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer();
    char[] text = new char[units.length()];
    units.get(text);
    return new String(text);
  }
}
