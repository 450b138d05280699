package dev.fractal.kernel.worker;

import dev.fractal.kernel.worker.WorkerSettings.Wrap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts workers off from the machine, as far as it allows: namespaces of their own for network,
 * processes and files, a root with nothing but Java and its jars, no privileges, an unprivileged
 * user, an empty environment. Probed once, when the first worker is started.
 */
final class Wrapping {
  private static final Logger LOG = LoggerFactory.getLogger(Wrapping.class);
  private static final String SCRIPT = "wrap.sh";
  private static final long PROBE_SECONDS = 20;

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
    var why = new ArrayList<String>();
    for (String user : List.of("root", "user")) {
      List<String> prefix = prefix(user, directory, readable);
      String problem = problem(prefix);
      if (problem.isEmpty()) {
        LOG.info(
            "workers run without network, in process and mount namespaces of their own, as {}",
            user.equals("root") ? "nobody" : "a user namespace's user");
        return new Wrapping(prefix);
      }
      why.add("as " + user + ": " + problem);
    }
    String missing =
        "this machine does not let workers be shut off from it (" + String.join("; ", why) + ")";
    if (wanted == Wrap.REQUIRED) {
      throw new IllegalStateException(
          missing + "; allow it unprivileged user namespaces, or set fractal.kernel.workers.wrap");
    }
    LOG.warn("{}: they see its network, files and processes as this user does", missing);
    return new Wrapping(List.of());
  }

  /** A command, wrapped. */
  List<String> around(List<String> command) {
    var wrapped = new ArrayList<>(prefix);
    wrapped.addAll(command);
    return wrapped;
  }

  boolean isThere() {
    return !prefix.isEmpty();
  }

  private static List<String> prefix(String user, Path directory, List<Path> readable) {
    try {
      Path script = directory.resolve(SCRIPT);
      if (!Files.exists(script)) {
        Files.writeString(script, text());
      }
      Path empty = Files.createDirectories(directory.resolve("root"));
      var prefix = new ArrayList<String>();
      prefix.addAll(List.of("/bin/sh", script.toString(), "outer", user, empty.toString()));
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

  /** Why a wrapped program does not run, or nothing. */
  private static String problem(List<String> prefix) {
    if (!Files.isExecutable(Path.of("/bin/sh")) || !Files.isDirectory(Path.of("/proc/self"))) {
      return "it is no Linux";
    }
    try {
      var command = new ArrayList<>(prefix);
      command.add("/bin/true");
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().clear();
      Process probe = builder.start();
      probe.getOutputStream().close();
      String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
        probe.destroyForcibly();
        return "it does not answer";
      }
      return probe.exitValue() == 0 ? "" : said.isBlank() ? "it is refused" : said.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was interrupted";
    }
  }
}
