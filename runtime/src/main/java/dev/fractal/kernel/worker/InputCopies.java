package dev.fractal.kernel.worker;

import dev.fractal.kernel.InputAwayException;
import dev.fractal.kernel.InputText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Local copies of inputs that workers map, written when a cell first needs them. When they take
 * more than a number of bytes, those unused for longest go; who has one mapped keeps it. Safe for
 * any thread, which may wait for the store.
 */
final class InputCopies {
  private final Path directory;
  private final long most;
  private final Map<String, InputCopy> copies = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  InputCopies(Path directory, long most) {
    this.directory = directory;
    this.most = most;
  }

  /**
   * The copy of a text.
   *
   * @throws InputAwayException when it cannot be written
   */
  synchronized InputCopy of(InputText text) {
    InputCopy known = copies.get(text.address());
    if (known != null) {
      return known;
    }
    try {
      InputCopy copy = written(text);
      copies.put(text.address(), copy);
      held += copy.length() * copy.width();
      makeRoom(text.address());
      return copy;
    } catch (IOException e) {
      throw new InputAwayException(
          "an input cannot be copied to " + directory + ": " + e.getMessage(), e);
    }
  }

  private void makeRoom(String kept) throws IOException {
    for (Iterator<InputCopy> eldest = copies.values().iterator();
        held > most && eldest.hasNext(); ) {
      InputCopy copy = eldest.next();
      if (!copy.address().equals(kept)) {
        Files.deleteIfExists(Path.of(copy.file()));
        held -= copy.length() * copy.width();
        eldest.remove();
      }
    }
  }

  /** Narrow while that goes, else from the beginning again with two bytes for a unit. */
  private InputCopy written(InputText text) throws IOException {
    Path partly = Files.createTempFile(directory, "input", ".part");
    try {
      return written(text, partly);
    } finally {
      Files.deleteIfExists(partly);
    }
  }

  private InputCopy written(InputText text, Path partly) throws IOException {
    var sum = new CRC32C();
    int width = 1;
    long length = copied(text, Units::narrow, partly, sum);
    if (length < 0) {
      width = 2;
      sum.reset();
      length = copied(text, Units::wide, partly, sum);
    }
    Path file = directory.resolve(text.address().replace(':', '-') + "." + width);
    Files.move(partly, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    boolean shown = file.toFile().setReadable(true, false);
    if (!shown) {
      throw new IOException(file + " cannot be made readable for workers");
    }
    return new InputCopy(text.address(), file.toString(), width, length, sum.getValue());
  }

  /** How many units were written, or -1 if one does not fit. */
  private static long copied(
      InputText text, Function<String, byte @Nullable []> encoder, Path file, Checksum sum)
      throws IOException {
    long length = 0;
    char[] buffer = new char[1 << 16];
    try (Reader reader = text.reader();
        OutputStream out = Files.newOutputStream(file)) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        byte[] bytes = encoder.apply(new String(buffer, 0, read));
        if (bytes == null) {
          return -1;
        }
        sum.update(bytes);
        out.write(bytes);
        length += read;
      }
    }
    return length;
  }
}
