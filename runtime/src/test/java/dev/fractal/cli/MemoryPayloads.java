package dev.fractal.cli;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Payloads in a map. */
final class MemoryPayloads implements PayloadStore {
  private final Map<PayloadId, String> texts = new ConcurrentHashMap<>();

  @Override
  public PayloadId put(String text) {
    var id = PayloadId.of(text);
    texts.put(id, text);
    return id;
  }

  @Override
  public InputRef putFrom(Reader text) throws IOException {
    var whole = new StringWriter();
    text.transferTo(whole);
    return new InputRef(put(whole.toString()), whole.getBuffer().length());
  }

  @Override
  public String get(PayloadId id) {
    var text = texts.get(id);
    if (text == null) {
      throw new PayloadUnavailable(id, "is missing");
    }
    return text;
  }

  @Override
  public PayloadText open(PayloadId id) {
    var text = get(id);
    return new PayloadText() {
      @Override
      public long length() {
        return text.length();
      }

      @Override
      public String slice(long start, long end) {
        return text.substring((int) start, (int) end);
      }

      @Override
      public Reader reader() {
        return new StringReader(text);
      }
    };
  }

  int size() {
    return texts.size();
  }
}
