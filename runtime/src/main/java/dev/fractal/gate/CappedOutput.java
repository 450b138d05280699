package dev.fractal.gate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Reads a program's output on its own virtual thread, keeps the first bytes of it and throws the
 * others away, so that a full pipe never holds the program up.
 */
final class CappedOutput {
  /** How long an output may stay open after its program ended; somebody else holds it then. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final InputStream source;
  private final int cap;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;
  private volatile boolean truncated;

  private CappedOutput(InputStream source, int cap) {
    this.source = source;
    this.cap = cap;
    this.reader = Thread.ofVirtual().name("gate-output").unstarted(this::drain);
  }

  static CappedOutput of(InputStream source, int cap) {
    var output = new CappedOutput(source, cap);
    output.reader.start();
    return output;
  }

  private void drain() {
    var buffer = new byte[8192];
    try {
      for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
        int room = Math.min(read, cap - kept.size());
        kept.write(buffer, 0, room);
        truncated |= room < read;
      }
    } catch (IOException e) {
      truncated = true;
    }
  }

  String text() throws InterruptedException {
    truncated |= !reader.join(GRACE);
    return kept.toString(StandardCharsets.UTF_8);
  }

  boolean isTruncated() {
    return truncated;
  }
}
