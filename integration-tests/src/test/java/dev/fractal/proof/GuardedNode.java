package dev.fractal.proof;

import dev.fractal.node.LocalNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A node in this process that wants a token, and the files that have one. */
record GuardedNode(LocalNode node, Path directory) implements AutoCloseable {
  static final String DRIVER = "driver-of-the-node-0123456789";
  static final String READER = "reader-of-the-node-0123456789";

  /**
   * Starts it.
   *
   * @param model of sessions that name none
   */
  static GuardedNode start(Path directory, String model) {
    var both = written(directory, "tokens", DRIVER + " drive\n" + READER + " read\n");
    written(directory, "driver", DRIVER + "\n");
    written(directory, "reader", READER + "\n");
    return new GuardedNode(
        InProcess.startHttp(
            directory,
            model,
            Map.of("fractal.http.token-file", both, "fractal.session.ask-timeout", "20s")),
        directory);
  }

  private static String written(Path directory, String name, String text) {
    try {
      var file = Files.writeString(directory.resolve(name), text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return node.entrance().orElseThrow().address().toString();
  }

  /** The file that has one token, of the role drive. */
  String driver() {
    return directory.resolve("driver").toString();
  }

  /** The file that has one token, of the role read. */
  String reader() {
    return directory.resolve("reader").toString();
  }

  @Override
  public void close() {
    node.close();
  }
}
