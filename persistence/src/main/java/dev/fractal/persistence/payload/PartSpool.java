package dev.fractal.persistence.payload;

import dev.fractal.persistence.database.DatabaseFailure;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A temporary file of encoded parts: the address of a text is known at its end only, and no row may
 * be visible before. Closing deletes it.
 */
final class PartSpool implements AutoCloseable {
  private static final String PREFIX = "payload-";
  private static final String SUFFIX = ".spool";

  private final String place;
  private final Path file;

  /**
   * Makes the file.
   *
   * @param place the store as a user knows it
   */
  PartSpool(Path directory, String place) {
    this.place = place;
    try {
      this.file = Files.createTempFile(directory, PREFIX, SUFFIX);
    } catch (IOException e) {
      throw DatabaseFailure.exception(place, e);
    }
  }

  /** Deletes what a killed process left; only for the sole user of the directory. */
  static void sweep(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Cuts a text into the file; an {@link IOException} is the text's, never the file's. */
  void write(PartCutter cutter, Reader text) throws IOException {
    var out = new DataOutputStream(new BufferedOutputStream(new SpoolOutput(place, file)));
    try (out) {
      cutter.cut(text, part -> write(out, part));
    }
  }

  private static void write(DataOutputStream out, PayloadPart part) throws IOException {
    out.writeInt(part.part());
    out.writeLong(part.start());
    out.writeInt(part.chars());
    out.writeUTF(part.encoding().name());
    out.writeLong(part.checksum());
    out.writeInt(part.body().length);
    out.write(part.body());
  }

  /** The parts that were written, in order. */
  Reading read(int parts) throws IOException {
    return new Reading(
        parts, new DataInputStream(new BufferedInputStream(Files.newInputStream(file))));
  }

  /** Reads the parts back; one in memory at a time. */
  static final class Reading implements Iterator<PayloadPart>, AutoCloseable {
    private final DataInputStream in;
    private int left;

    private Reading(int parts, DataInputStream in) {
      this.left = parts;
      this.in = in;
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public PayloadPart next() {
      if (left == 0) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        return new PayloadPart(
            in.readInt(),
            in.readLong(),
            in.readInt(),
            PartEncoding.valueOf(in.readUTF()),
            in.readLong(),
            in.readNBytes(in.readInt()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
