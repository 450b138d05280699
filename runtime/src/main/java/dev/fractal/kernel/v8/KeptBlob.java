package dev.fractal.kernel.v8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A snapshot in a file, behind its CRC-32C: the engine ends its process over some damaged ones, and
 * thaws others into a runtime that is not the one that was frozen.
 */
final class KeptBlob {
  private static final Logger LOG = LoggerFactory.getLogger(KeptBlob.class);

  private KeptBlob() {}

  /** The snapshot, or null if there is none or the file is not as it was written. */
  static byte @Nullable [] read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return null;
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length > Long.BYTES) {
      byte[] blob = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
      if (ByteBuffer.wrap(bytes).getLong() == checksum(blob)) {
        return blob;
      }
    }
    LOG.warn("{} is damaged and left aside; build again", file);
    return null;
  }

  /** Writes it as a whole, for every user to read. */
  static void write(Path file, byte[] blob) throws IOException {
    Path partly = Files.createTempFile(file.toAbsolutePath().getParent(), "blob", ".part");
    var bytes = ByteBuffer.allocate(Long.BYTES + blob.length).putLong(checksum(blob)).put(blob);
    Files.write(partly, bytes.array());
    if (!partly.toFile().setReadable(true, false)) {
      throw new IOException(partly + " cannot be made readable for workers");
    }
    Files.move(partly, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static long checksum(byte[] blob) {
    var sum = new CRC32C();
    sum.update(blob);
    return sum.getValue();
  }
}
