package dev.fractal.persistence.payload;

import dev.fractal.protocol.PayloadId;
import java.io.Reader;
import java.util.List;

/** A text read part by part; the last part that was read stays in memory. For any thread. */
final class StoredText implements PayloadText {
  private final PayloadTable table;
  private final PayloadId id;
  private final List<PayloadTable.Span> spans;
  private volatile Loaded current = new Loaded(-1, "");

  private record Loaded(int part, String text) {}

  StoredText(PayloadTable table, PayloadId id, List<PayloadTable.Span> spans) {
    this.table = table;
    this.id = id;
    this.spans = spans;
  }

  @Override
  public long length() {
    return spans.getLast().end();
  }

  @Override
  public String slice(long start, long end) {
    long from = Math.clamp(start, 0, length());
    long to = Math.clamp(end, from, length());
    var slice = new StringBuilder(Math.toIntExact(to - from));
    for (int part = partAt(from); part < spans.size() && spans.get(part).start() < to; part++) {
      var span = spans.get(part);
      int first = (int) (Math.max(from, span.start()) - span.start());
      int last = (int) (Math.min(to, span.end()) - span.start());
      slice.append(text(part), first, last);
    }
    return slice.toString();
  }

  /** The part that holds a position, by bisection; the last one for the end of the text. */
  private int partAt(long position) {
    int low = 0;
    int high = spans.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).end() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private String text(int part) {
    var loaded = current;
    if (loaded.part() != part) {
      loaded = new Loaded(part, table.text(id, part));
      current = loaded;
    }
    return loaded.text();
  }

  @Override
  public Reader reader() {
    return new PartsReader();
  }

  private final class PartsReader extends Reader {
    private int part;
    private int position;

    @Override
    public int read(char[] target, int offset, int length) {
      while (part < spans.size() && position == spans.get(part).chars()) {
        part++;
        position = 0;
      }
      if (part == spans.size()) {
        return -1;
      }
      int count = Math.min(length, spans.get(part).chars() - position);
      text(part).getChars(position, position + count, target, offset);
      position += count;
      return count;
    }

    @Override
    public void close() {
      part = spans.size();
    }
  }
}
