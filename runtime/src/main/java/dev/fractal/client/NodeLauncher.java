package dev.fractal.client;

import com.typesafe.config.Config;
import java.nio.file.Path;

/** Starts a node of its own cluster inside this process. */
public interface NodeLauncher {
  /**
   * Starts a node on a data directory, which exists.
   *
   * @param overrides wins over the configuration files
   * @throws RuntimeException of a type of this project, with one sentence, when the store cannot be
   *     opened or the node cannot start; nothing is left running then
   */
  Node launch(Path data, Config overrides);
}
