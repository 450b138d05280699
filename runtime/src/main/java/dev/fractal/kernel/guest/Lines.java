package dev.fractal.kernel.guest;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text as a stream of bounded pieces: a line longer than {@value #LONGEST} units
 * comes in several pieces with the same number. Line ends are LF, with a CR before it dropped.
 */
final class Lines {
  static final int LONGEST = 1 << 20;

  private final Reader reader;
  private final char[] buffer = new char[1 << 16];
  private final StringBuilder line = new StringBuilder();
  private int at;
  private int end;
  private long number = 1;
  private boolean fresh = true;
  private boolean last;

  Lines(Reader reader) {
    this.reader = reader;
  }

  /** A piece of a line; numbers start at 1. */
  record Piece(long number, String text) {}

  /** The next piece, or null after the last line; a text that ends with LF has no line after it. */
  @Nullable Piece next() throws IOException {
    line.setLength(0);
    while (!last) {
      if (at == end && !fill()) {
        last = true;
        return line.isEmpty() && fresh ? null : piece(number);
      }
      int stop = lineEnd();
      line.append(buffer, at, stop - at);
      at = stop;
      if (at < end) {
        at++;
        fresh = true;
        return piece(number++);
      }
      fresh = false;
      if (line.length() >= LONGEST) {
        return piece(number);
      }
    }
    return null;
  }

  private Piece piece(long of) {
    int length = line.length();
    if (length > 0 && fresh && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return new Piece(of, line.toString());
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, reader.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private int lineEnd() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return end;
  }
}
