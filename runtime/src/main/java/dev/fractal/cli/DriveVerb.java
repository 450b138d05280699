package dev.fractal.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** A verb that needs a node. */
abstract class DriveVerb extends Verb {
  /** One session is driven: others that have waited long enough go on in the next node. */
  private static final Config ALONE = ConfigFactory.parseString("fractal.session.wake-due = off");

  static CliSettings settings() {
    return CliSettings.read(ConfigFactory.load());
  }

  /** Starts a node, does the work, and returns when the node has left. */
  static int withNode(Invocation invocation, Path data, ToIntFunction<Node> work) {
    try (var node = launch(invocation, data, Optional.empty(), ALONE)) {
      return work.applyAsInt(node);
    }
  }

  static Node launch(Invocation invocation, Path data, Optional<String> profile, Config overrides) {
    try {
      return invocation.env().launchers().nodes().launch(data, profile, overrides);
    } catch (RuntimeException e) {
      removeIfEmpty(data);
      throw e;
    }
  }

  /** A directory that was made for a node that did not start is not left behind. */
  private static void removeIfEmpty(Path data) {
    try (var content = Files.list(data)) {
      if (content.findAny().isEmpty()) {
        Files.delete(data);
      }
    } catch (IOException e) {
      // It is in use or not ours: it stays.
    }
  }
}
