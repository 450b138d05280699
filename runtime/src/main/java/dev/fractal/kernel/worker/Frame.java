package dev.fractal.kernel.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A message as it goes over a pipe: its head and JSON, then its long texts. */
final class Frame {
  private final byte[] json;
  private final List<LongText> texts;

  Frame(byte[] json, List<LongText> texts) {
    this.json = json;
    this.texts = texts;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(json);
    for (LongText text : texts) {
      text.writeTo(out);
    }
    out.flush();
  }
}
