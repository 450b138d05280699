package dev.fractal.kernel.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A long text on its way: it is encoded while it is written, so that nobody holds it twice.
 *
 * @param width bytes for each of its units
 */
record LongText(String text, int width) {
  /** Bytes before those of the text: its width and their number. */
  static final int HEAD = Byte.BYTES + Integer.BYTES;

  private static final int PIECE = 1 << 16;

  /** In the width that all of its units fit in. */
  static LongText of(String text) {
    for (int from = 0; from < text.length(); from += PIECE) {
      if (Units.narrow(piece(text, from)) == null) {
        return new LongText(text, 2);
      }
    }
    return new LongText(text, 1);
  }

  private static String piece(String text, int from) {
    return text.substring(from, Math.min(from + PIECE, text.length()));
  }

  /** Bytes that it takes on the way. */
  long length() {
    return HEAD + (long) text.length() * width;
  }

  void writeTo(OutputStream out) throws IOException {
    int bytes = Math.multiplyExact(text.length(), width);
    out.write(ByteBuffer.allocate(HEAD).put((byte) width).putInt(bytes).array());
    for (int from = 0; from < text.length(); from += PIECE) {
      byte[] narrow = width == 1 ? Units.narrow(piece(text, from)) : null;
      out.write(narrow == null ? Units.wide(piece(text, from)) : narrow);
    }
  }
}
