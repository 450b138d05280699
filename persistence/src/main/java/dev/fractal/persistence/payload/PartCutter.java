package dev.fractal.persistence.payload;

import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.TextBytes;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.security.MessageDigest;

/**
 * Cuts a text into parts that never split a surrogate pair, and computes its address on the way.
 * Holds one part in memory; for one thread.
 */
final class PartCutter {
  private final MessageDigest digest = Sha256.newDigest();
  private int parts;
  private long chars;

  /** Takes the parts in order. */
  @FunctionalInterface
  interface Sink {
    void accept(PayloadPart part) throws IOException;
  }

  /** Reads the text to its end; an empty text has one empty part. */
  void cut(Reader text, Sink sink) throws IOException {
    var buffer = CharBuffer.allocate(PayloadPart.MAX_CHARS);
    boolean more = true;
    while (more) {
      more = fill(text, buffer);
      buffer.flip();
      int end = buffer.limit();
      if (more && Character.isHighSurrogate(buffer.get(end - 1))) {
        end--;
      }
      if (end > 0 || parts == 0) {
        emit(buffer.subSequence(0, end), sink);
      }
      buffer.position(end);
      buffer.compact();
    }
  }

  private static boolean fill(Reader text, CharBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (text.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  private void emit(CharSequence text, Sink sink) throws IOException {
    digest.update(TextBytes.of(text));
    sink.accept(PayloadPart.of(parts, chars, text));
    parts++;
    chars += text.length();
  }

  int parts() {
    return parts;
  }

  long chars() {
    return chars;
  }

  /** The address of all that was cut; ask once, at the end. */
  PayloadId id() {
    return new PayloadId(Sha256.address(digest.digest()));
  }
}
