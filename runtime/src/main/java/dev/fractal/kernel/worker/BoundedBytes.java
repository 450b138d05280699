package dev.fractal.kernel.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Keeps what is written, up to a number of bytes. */
final class BoundedBytes extends OutputStream {
  private static final int FIRST = 512;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST);
  private final int most;

  BoundedBytes(int most) {
    this.most = most;
  }

  /** More was written than is kept. */
  static final class Exceeded extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void write(int one) throws IOException {
    check(1);
    bytes.write(one);
  }

  @Override
  public void write(byte[] some, int offset, int length) throws IOException {
    check(length);
    bytes.write(some, offset, length);
  }

  private void check(int more) throws Exceeded {
    if (more > most - bytes.size()) {
      throw new Exceeded();
    }
  }

  byte[] taken() {
    return bytes.toByteArray();
  }
}
