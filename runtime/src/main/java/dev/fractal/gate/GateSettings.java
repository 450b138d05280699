package dev.fractal.gate;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
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
    return new GateSettings(
        new Files(
            bytes(config, "files.max-read"),
            bytes(config, "files.max-write"),
            whole(config, "files.max-entries", 1, 100_000),
            List.of()),
        new Fetch(
            bytes(config, "fetch.max-size"),
            positive(config, "fetch.deadline"),
            positive(config, "fetch.connect-timeout"),
            whole(config, "fetch.max-redirects", 0, 20)),
        new Shell(
            path(config),
            config.getString(ROOT + "shell.lang"),
            positive(config, "shell.deadline"),
            bytes(config, "shell.max-output")));
  }

  /** The same with one more directory that no session reaches. */
  public GateSettings closing(Path directory) {
    var closed = new ArrayList<>(files.closed);
    closed.add(directory.toAbsolutePath().normalize());
    return new GateSettings(
        new Files(files.maxRead, files.maxWrite, files.maxEntries, closed), fetch, shell);
  }

  private static List<Path> path(Config config) {
    var path = config.getStringList(ROOT + "shell.path").stream().map(Path::of).toList();
    if (!path.stream().allMatch(Path::isAbsolute)) {
      throw bad(config, "shell.path", "must hold absolute directories, not " + path);
    }
    return path;
  }

  private static int bytes(Config config, String key) {
    long value = config.getBytes(ROOT + key);
    if (value < 1 || value > 1 << 30) {
      throw bad(config, key, "must be from 1 B to 1 GiB, not " + value);
    }
    return (int) value;
  }

  private static Duration positive(Config config, String key) {
    var value = config.getDuration(ROOT + key);
    if (!value.isPositive()) {
      throw bad(config, key, "must be longer than nothing, not " + value);
    }
    return value;
  }

  private static int whole(Config config, String key, int least, int most) {
    int value = config.getInt(ROOT + key);
    if (value < least || value > most) {
      throw bad(config, key, "must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.getValue(ROOT + key).origin(), ROOT + key, why);
  }
}
