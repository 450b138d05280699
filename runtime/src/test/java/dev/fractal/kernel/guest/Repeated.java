package dev.fractal.kernel.guest;

import dev.fractal.kernel.InputText;
import dev.fractal.protocol.Sha256;
import java.io.Reader;

/** A text of many equal lines that is never in memory as a whole. */
record Repeated(String line, long lines) implements InputText {
  private int size() {
    return line.length() + 1;
  }

  private char at(long index) {
    int column = (int) (index % size());
    return column == line.length() ? '\n' : line.charAt(column);
  }

  @Override
  public String address() {
    return Sha256.of(line + lines);
  }

  @Override
  public long length() {
    return size() * lines;
  }

  @Override
  public String slice(long start, long end) {
    StringBuilder out = new StringBuilder();
    for (long i = Math.max(0, start); i < Math.min(length(), end); i++) {
      out.append(at(i));
    }
    return out.toString();
  }

  @Override
  public Reader reader() {
    return new Reader() {
      private long position;

      @Override
      public int read(char[] buffer, int offset, int count) {
        if (position >= length()) {
          return -1;
        }
        int read = (int) Math.min(count, length() - position);
        for (int i = 0; i < read; i++) {
          buffer[offset + i] = at(position++);
        }
        return read;
      }

      @Override
      public void close() {}
    };
  }
}
