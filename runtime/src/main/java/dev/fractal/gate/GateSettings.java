package dev.fractal.gate;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.settings.Block;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The block {@code fractal.gate}. */
public record GateSettings(Files files, Fetch fetch, Shell shell) {
  private static final String ROOT = "fractal.gate.";

  /**
   * Limits on files.
   *
   * @param maxRead bytes of a file that is read
   * @param maxWrite bytes of a file that is written
   * @param maxEntries entries of a listing
   * @param closed directories that no session reaches, whatever its capability
   */
  public record Files(int maxRead, int maxWrite, int maxEntries, List<Path> closed) {
    public Files {
      closed = List.copyOf(closed);
    }
  }

  /**
   * Limits on fetches.
   *
   * @param maxSize bytes of a body
   * @param deadline time for all of it, redirects included
   */
  public record Fetch(int maxSize, Duration deadline, Duration connectTimeout, int maxRedirects) {}

  /**
   * Limits on programs.
   *
   * @param path directories in which programs are found, and the PATH that they see
   * @param maxOutput bytes kept of each of the two outputs
   */
  public record Shell(List<Path> path, String lang, Duration deadline, int maxOutput) {}

  /**
   * Reads the block of a whole configuration.
   *
   * @throws ConfigException that names the bad key
   */
  public static GateSettings read(Config config) {
    var block = new Block(config, ROOT);
    return new GateSettings(
        new Files(
            block.bytes("files.max-read"),
            block.bytes("files.max-write"),
            block.number("files.max-entries", 1, 100_000),
            List.of()),
        new Fetch(
            block.bytes("fetch.max-size"),
            block.positive("fetch.deadline"),
            block.positive("fetch.connect-timeout"),
            block.number("fetch.max-redirects", 0, 20)),
        new Shell(
            path(block),
            config.getString(ROOT + "shell.lang"),
            block.positive("shell.deadline"),
            block.bytes("shell.max-output")));
  }

  /** The same with one more directory that no session reaches. */
  public GateSettings closing(Path directory) {
    var closed = new ArrayList<>(files.closed);
    closed.add(directory.toAbsolutePath().normalize());
    return new GateSettings(
        new Files(files.maxRead, files.maxWrite, files.maxEntries, closed), fetch, shell);
  }

  private static List<Path> path(Block block) {
    var path = block.whole().getStringList(ROOT + "shell.path").stream().map(Path::of).toList();
    if (!path.stream().allMatch(Path::isAbsolute)) {
      throw block.bad("shell.path", "must hold absolute directories, not " + path);
    }
    return path;
  }
}
