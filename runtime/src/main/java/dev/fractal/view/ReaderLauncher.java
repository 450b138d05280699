package dev.fractal.view;

import java.nio.file.Path;

/** Opens a data directory for reading. */
public interface ReaderLauncher {
  /**
   * Opens an existing data directory.
   *
   * @throws RuntimeException of a type of this project, with one sentence, when it cannot be read
   */
  SessionReader open(Path data);
}
