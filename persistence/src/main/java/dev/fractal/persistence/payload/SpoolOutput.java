package dev.fractal.persistence.payload;

import dev.fractal.persistence.database.DatabaseFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a temporary file of a store; its failures are the store's, such as a full disk. */
final class SpoolOutput extends OutputStream {
  private final String place;
  private final OutputStream file;

  SpoolOutput(String place, Path file) {
    this.place = place;
    try {
      this.file = Files.newOutputStream(file);
    } catch (IOException e) {
      throw DatabaseFailure.exception(place, e);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      file.write(bytes, from, length);
    } catch (IOException e) {
      throw DatabaseFailure.exception(place, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw DatabaseFailure.exception(place, e);
    }
  }
}
