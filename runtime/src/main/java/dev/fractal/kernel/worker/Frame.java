package dev.fractal.kernel.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A message as it goes over a pipe, in pieces. */
record Frame(List<byte[]> pieces) {
  void writeTo(OutputStream out) throws IOException {
    for (byte[] piece : pieces) {
      out.write(piece);
    }
    out.flush();
  }
}
