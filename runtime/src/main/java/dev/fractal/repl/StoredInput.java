package dev.fractal.repl;

import dev.fractal.kernel.InputText;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.InputRef;
import java.io.Reader;

/** An input handle's text, read from the payload store when it is needed. */
record StoredInput(PayloadStore payloads, InputRef ref) implements InputText {
  @Override
  public String address() {
    return ref.payload().toString();
  }

  @Override
  public long length() {
    return ref.chars();
  }

  @Override
  public String slice(long start, long end) {
    return payloads.open(ref.payload()).slice(start, end);
  }

  @Override
  public Reader reader() {
    return payloads.open(ref.payload()).reader();
  }
}
