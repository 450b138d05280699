package dev.fractal.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Directories that belong to no single test. They are all in one, which goes with the test's
 * process, whoever forgets them.
 */
public final class Scratch {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Path ROOT = root();

  private Scratch() {}

  /** A new and empty one; the name tells people whose it is. */
  public static Path directory(String name) {
    try {
      return Files.createDirectory(ROOT.resolve(name + "-" + NUMBERS.incrementAndGet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      var root = Files.createTempDirectory("fractal-tests");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(root)));
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a directory with all that is in it; what vanishes meanwhile is gone as well. */
  static void remove(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("note: " + directory + " is not removed: " + e);
    }
  }
}
