package dev.fractal.repl;

import dev.fractal.kernel.InputText;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.protocol.InputRef;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * An input handle's text, opened in the payload store when it is first read. For one thread at a
 * time.
 */
final class StoredInput implements InputText {
  private final PayloadStore payloads;
  private final InputRef ref;
  private @Nullable PayloadText open;

  StoredInput(PayloadStore payloads, InputRef ref) {
    this.payloads = payloads;
    this.ref = ref;
  }

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
    return text().slice(start, end);
  }

  @Override
  public Reader reader() {
    return text().reader();
  }

  private PayloadText text() {
    var text = open;
    if (text == null) {
      text = payloads.open(ref.payload());
      open = text;
    }
    return text;
  }
}
