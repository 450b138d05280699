package dev.fractal.bench;

import dev.fractal.kernel.InputText;
import dev.fractal.protocol.Sha256;
import java.io.Reader;
import java.io.StringReader;

/** An input that is in memory as a whole. */
record HeldText(String text, String address) implements InputText {
  static HeldText of(String text) {
    return new HeldText(text, Sha256.of(text));
  }

  @Override
  public long length() {
    return text.length();
  }

  @Override
  public String slice(long start, long end) {
    return text.substring(Math.clamp(start, 0, text.length()), Math.clamp(end, 0, text.length()));
  }

  @Override
  public Reader reader() {
    return new StringReader(text);
  }
}
