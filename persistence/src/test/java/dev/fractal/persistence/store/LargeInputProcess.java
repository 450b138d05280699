package dev.fractal.persistence.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** Stores a generated text of many characters, reads it back and prints how its lines went. */
final class LargeInputProcess {
  private LargeInputProcess() {}

  public static void main(String[] arguments) throws IOException {
    long chars = Long.parseLong(arguments[1]);
    try (var store = Store.openNode(TestStores.h2(Path.of(arguments[0])))) {
      var ref = store.payloads().putFrom(new Generated(chars));
      var text = store.payloads().open(ref.payload());
      System.out.println(ref.chars() + " " + text.length() + " " + same(text.reader(), chars));
    }
  }

  private static boolean same(Reader stored, long chars) throws IOException {
    var expected = new Generated(chars);
    var left = new char[8192];
    var right = new char[8192];
    int count = stored.read(left, 0, left.length);
    while (count > 0) {
      if (expected.read(right, 0, count) != count || !matches(left, right, count)) {
        return false;
      }
      count = stored.read(left, 0, left.length);
    }
    return expected.read(right, 0, 1) < 0;
  }

  private static boolean matches(char[] left, char[] right, int count) {
    for (int i = 0; i < count; i++) {
      if (left[i] != right[i]) {
        return false;
      }
    }
    return true;
  }

  private static final class Generated extends Reader {
    private final long chars;
    private long position;

    Generated(long chars) {
      this.chars = chars;
    }

    @Override
    public int read(char[] target, int offset, int length) {
      int count = (int) Math.min(length, chars - position);
      for (int i = 0; i < count; i++) {
        target[offset + i] = (char) (' ' + Math.floorMod(position * position / 7, 90));
        position++;
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {}
  }
}
