package dev.fractal.gate;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.confinement.Wrap;
import dev.fractal.settings.Block;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The block {@code fractal.gate}. */
public record GateSettings(Files files, Fetch fetch, Shell shell) {
  private static final String ROOT = "fractal.gate.";

  /** Part of the program, and no file of a node's. */
  private static final String DEFAULTS = "reference.conf";

  /**
   * Limits on files.
   *
   * @param maxRead bytes of a file that is read
   * @param maxWrite bytes of a file that is written
   * @param maxEntries entries of a listing
   * @param closed files and directories that no session reaches, whatever its capability; absolute
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
   * @param wrap whether programs get a process namespace of their own
   */
  public record Shell(List<Path> path, String lang, Duration deadline, int maxOutput, Wrap wrap) {}

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
            closed(config)),
        new Fetch(
            block.bytes("fetch.max-size"),
            block.positive("fetch.deadline"),
            block.positive("fetch.connect-timeout"),
            block.number("fetch.max-redirects", 0, 20)),
        new Shell(
            path(block),
            config.getString(ROOT + "shell.lang"),
            block.positive("shell.deadline"),
            block.bytes("shell.max-output"),
            block.oneOf("shell.wrap", Wrap.class)));
  }

  /** What tells of processes, what is named, and the files that the configuration came from. */
  private static List<Path> closed(Config config) {
    var named = config.getStringList(ROOT + "files.closed").stream();
    var read =
        config.entrySet().stream()
            .map(entry -> entry.getValue().origin().filename())
            .filter(file -> file != null && !file.endsWith(DEFAULTS))
            .distinct();
    return Stream.concat(Stream.of("/proc"), Stream.concat(named, read))
        .map(place -> Path.of(place).toAbsolutePath().normalize())
        .toList();
  }

  /** The same with one more file or directory that no session reaches. */
  public GateSettings closing(Path place) {
    var closed = new ArrayList<>(files.closed);
    closed.add(place.toAbsolutePath().normalize());
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
