package dev.fractal.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * How many durable events have come over one connection: lines that begin with {@code id: }. Bodies
 * hold no line breaks of their own, so nothing else begins so.
 */
final class EventCount {
  private static final byte[] MARK = "\nid: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HELLO = "\nretry: ".getBytes(StandardCharsets.US_ASCII);

  private int ofMark;
  private int ofHello;
  private boolean answered;
  private long events;

  /** Counts what has come; a line may come in pieces. */
  void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (!answered) {
        ofHello = matched(HELLO, ofHello, next);
        answered = ofHello == HELLO.length;
      }
      ofMark = matched(MARK, ofMark, next);
      if (ofMark == MARK.length) {
        events++;
        ofMark = 0;
      }
    }
  }

  /** Only the first byte is a line break, so a broken match begins anew with it or not at all. */
  private static int matched(byte[] mark, int length, byte next) {
    if (next == mark[length]) {
      return length + 1;
    }
    return next == mark[0] ? 1 : 0;
  }

  /** Whether the stream has begun. */
  boolean isAnswered() {
    return answered;
  }

  long events() {
    return events;
  }
}
