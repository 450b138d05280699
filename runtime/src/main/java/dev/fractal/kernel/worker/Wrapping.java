package dev.fractal.kernel.worker;

import dev.fractal.confinement.Probe;
import dev.fractal.confinement.Wrap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts workers off from the machine, as far as it allows: namespaces of their own for network,
 * processes and files, a root with nothing but Java and its jars, no privileges, an unprivileged
 * user, an empty environment. Probed once, when the first worker is started, part by part.
 */
final class Wrapping {
  private static final Logger LOG = LoggerFactory.getLogger(Wrapping.class);
  private static final String SCRIPT = "wrap.sh";

  /** As {@code wrap.sh} names them, from what any system allows to what few do. */
  private static final List<String> PARTS =
      List.of("limits", "privileges", "network", "processes", "files");

  private final List<String> prefix;

  private Wrapping(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * Looks what this machine allows.
   *
   * @param directory of this node, for the script and an empty directory
   * @param readable files and directories that workers read, beside Java's
   * @throws IllegalStateException when all is required and something is missing
   */
  static Wrapping probed(Wrap wanted, Path directory, List<Path> readable) {
    if (wanted == Wrap.OFF) {
      LOG.warn("workers are not shut off from this machine (fractal.kernel.workers.wrap = off)");
      return new Wrapping(List.of());
    }
    var missing = new LinkedHashMap<String, String>();
    List<String> parts = allowed(directory, readable, missing);
    if (missing.isEmpty()) {
      LOG.info("workers are shut off from this machine: {}", String.join(", ", parts));
      return new Wrapping(prefix(parts, directory, readable));
    }
    String without = "this machine does not let workers be shut off from its " + missing;
    if (wanted == Wrap.REQUIRED) {
      throw new IllegalStateException(
          without + "; allow it user namespaces, or set fractal.kernel.workers.wrap");
    }
    LOG.warn("{}; what is shut off: {}", without, parts.isEmpty() ? "nothing" : parts);
    return new Wrapping(parts.isEmpty() ? List.of() : prefix(parts, directory, readable));
  }

  /** The parts that work together; the others are put into {@code missing} with the reason. */
  private static List<String> allowed(
      Path directory, List<Path> readable, Map<String, String> missing) {
    for (List<String> whole : List.of(PARTS, withUser(PARTS))) {
      if (Probe.problem(prefix(whole, directory, readable)).isEmpty()) {
        return whole;
      }
    }
    List<String> parts = List.of();
    for (String part : PARTS) {
      var more = new ArrayList<>(parts);
      more.add(part);
      String problem = Probe.problem(prefix(more, directory, readable));
      if (problem.isEmpty()) {
        parts = more;
      } else if (Probe.problem(prefix(withUser(more), directory, readable)).isEmpty()) {
        parts = withUser(more);
      } else {
        missing.put(part, problem);
      }
    }
    return parts;
  }

  private static List<String> withUser(List<String> parts) {
    var with = new ArrayList<>(parts);
    if (!with.contains("user")) {
      with.addFirst("user");
    }
    return with;
  }

  /** A command, wrapped. */
  List<String> around(List<String> command) {
    var wrapped = new ArrayList<>(prefix);
    wrapped.addAll(command);
    return wrapped;
  }

  private static List<String> prefix(List<String> parts, Path directory, List<Path> readable) {
    try {
      Path script = directory.resolve(SCRIPT);
      if (!Files.exists(script)) {
        Files.writeString(script, text());
      }
      Path empty = Files.createDirectories(directory.resolve("root"));
      var prefix = new ArrayList<String>();
      prefix.addAll(
          List.of(
              "/bin/sh", script.toString(), "outer", String.join(",", parts), empty.toString()));
      readable.forEach(path -> prefix.add(path.toString()));
      prefix.add("--");
      return prefix;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text() throws IOException {
    try (InputStream in =
        Wrapping.class.getResourceAsStream("/dev/fractal/kernel/worker/" + SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + SCRIPT + "; rebuild the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
