package dev.fractal.kernel.worker;

import dev.fractal.kernel.InputText;
import dev.fractal.protocol.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

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

  synchronized InputCopy of(InputText text) {
    InputCopy known = copies.get(text.address());
    if (known != null) {
      return known;
    }
    try {
      InputCopy copy = written(text, isNarrow(text) ? 1 : 2);
      copies.put(text.address(), copy);
      held += copy.length() * copy.width();
      makeRoom(text.address());
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private static boolean isNarrow(InputText text) throws IOException {
    char[] buffer = new char[1 << 16];
    try (Reader reader = text.reader()) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] > 0xff) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private InputCopy written(InputText text, int width) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    Path partly = Files.createTempFile(directory, "input", ".part");
    long length = 0;
    char[] buffer = new char[1 << 16];
    try (Reader reader = text.reader();
        OutputStream out =
            new BufferedOutputStream(
                new DigestOutputStream(Files.newOutputStream(partly), digest), 1 << 16)) {
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        for (int i = 0; i < read; i++) {
          out.write(buffer[i]);
          if (width == 2) {
            out.write(buffer[i] >> 8);
          }
        }
        length += read;
      }
    }
    Path file = directory.resolve(text.address().replace(':', '-') + "." + width);
    Files.move(partly, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    boolean shown = file.toFile().setReadable(true, false);
    if (!shown) {
      throw new IOException(file + " cannot be made readable for workers");
    }
    return new InputCopy(
        text.address(),
        file.toString(),
        width,
        length,
        "sha256:" + HexFormat.of().formatHex(digest.digest()));
  }
}
