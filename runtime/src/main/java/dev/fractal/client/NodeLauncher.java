package dev.fractal.client;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Optional;

/** Starts a node of its own cluster inside this process. */
public interface NodeLauncher {
  /**
   * Starts a node on a data directory, which exists.
   *
   * @param profile the name of a configuration, {@code local}, {@code postgres} or {@code
   *     kubernetes}; empty for what the directory holds: an embedded store, or the address of a
   *     cluster that the node then is a client of
   * @param overrides wins over the configuration files
   * @throws RuntimeException of a type of this project, with one sentence, when the store cannot be
   *     opened or the node cannot start; nothing is left running then
   */
  Node launch(Path data, Optional<String> profile, Config overrides);
}
