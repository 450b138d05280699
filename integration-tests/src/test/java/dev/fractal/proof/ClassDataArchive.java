package dev.fractal.proof;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ahead-of-time cache of classes that the tests' processes share, so that each starts in a
 * fraction of the time. It is made once per build by a process that runs a turn, and only when
 * every part of the class path is a jar, which is so from Maven's phase {@code package} on.
 */
public final class ClassDataArchive {
  private static final Path TARGET = Checkout.root().resolve("integration-tests/target");
  private static final Path FILE = TARGET.resolve("processes.aot");
  private static final List<String> ENGINE = engineMade();
  private static final List<String> OPTIONS = usable() ? made() : List.of();

  private ClassDataArchive() {}

  /** The options that use the archive; none when there can be none. */
  static List<String> options() {
    return OPTIONS;
  }

  /**
   * The option that has nodes use the engine and its snapshots as the build has made them. Its
   * cache of classes is for the jars of the distribution and would only cost time here.
   */
  public static List<String> engine() {
    return ENGINE;
  }

  private static List<String> engineMade() {
    var built = Checkout.root().resolve("cluster-config/target/dist/v8");
    if (!Files.isDirectory(built)) {
      return List.of();
    }
    var copy = Scratch.directory("v8");
    try (var files = Files.list(built)) {
      for (var file : files.filter(file -> !file.toString().endsWith(".aot")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("-Dfractal.v8.library=" + copy);
  }

  /** What a process needs: everything but tests, which bring logging to the terminal. */
  public static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(part -> !Path.of(part).startsWith(TARGET))
        .filter(part -> !part.endsWith("-tests.jar") && !part.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether there can be one: every part of the class path is a jar. */
  public static boolean usable() {
    return Arrays.stream(classPath().split(File.pathSeparator, -1))
        .noneMatch(part -> Files.isDirectory(Path.of(part)));
  }

  private static List<String> made() {
    try {
      var place = Scratch.directory("training");
      var fresh = place.resolve("fresh.aot");
      var playbook = place.resolve("playbook.yaml");
      Files.writeString(
          playbook,
          """
          clauses:
            - {role: leaf, match: x, reply: "1"}
            - {default: true, reply: "```js\\nFINAL(await lm('x', 'x', 'json'))\\n```"}
          """);
      var words =
          new String[] {
            "run",
            "--json",
            "--data",
            place.resolve("d").toString(),
            "--model",
            "playbook:" + playbook,
            "go"
          };
      var options = List.of("-XX:AOTCacheOutput=" + fresh);
      try (var training = FractalCommand.in(place).launch(options, words)) {
        var ended = training.await();
        if (ended.exit() != 0 || !Files.exists(fresh)) {
          throw new IllegalStateException("no class-data archive could be made: " + ended);
        }
      }
      Files.move(fresh, FILE, StandardCopyOption.REPLACE_EXISTING);
      return List.of("-XX:AOTCache=" + FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
