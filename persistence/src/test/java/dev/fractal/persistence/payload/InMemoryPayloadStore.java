package dev.fractal.persistence.payload;

import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Payloads in a map, for tests. */
public final class InMemoryPayloadStore implements PayloadStore {
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
    return new InputRef(put(whole.toString()), whole.toString().length());
  }

  @Override
  public String get(PayloadId id) {
    var text = texts.get(id);
    if (text == null) {
      throw new PayloadUnavailable(id, "is not in the store");
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
        int from = (int) Math.clamp(start, 0L, (long) text.length());
        return text.substring(from, (int) Math.clamp(end, (long) from, (long) text.length()));
      }

      @Override
      public Reader reader() {
        return new StringReader(text);
      }
    };
  }

  /** How many texts there are. */
  public int size() {
    return texts.size();
  }
}
