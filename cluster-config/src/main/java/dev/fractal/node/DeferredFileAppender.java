package dev.fractal.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes log lines to a file that is made with the first line, so that a quiet run leaves none. */
public final class DeferredFileAppender extends FileAppender<ILoggingEvent> {
  @Override
  public void openFile(String file) {
    setOutputStream(new Deferred(Path.of(file)));
  }

  /** Opens its file when something is written; used under the appender's lock. */
  private static final class Deferred extends OutputStream {
    private final Path file;
    private @Nullable OutputStream out;

    Deferred(Path file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      opened().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      if (out != null) {
        out.flush();
      }
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }

    private OutputStream opened() throws IOException {
      if (out == null) {
        var directory = file.getParent();
        if (directory != null) {
          Files.createDirectories(directory);
        }
        out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      return out;
    }
  }
}
