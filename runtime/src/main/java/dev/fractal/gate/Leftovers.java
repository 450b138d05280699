package dev.fractal.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The processes that a program started, wherever they went: all of them inherit a mark in their
 * environment, unless they throw it away.
 */
final class Leftovers {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String NAME = "FRACTAL_CALL";

  /** One may start another one while it is looked for; a flood of them is given up. */
  private static final int ROUNDS = 20;

  private final String value = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  String name() {
    return NAME;
  }

  String value() {
    return value;
  }

  /** Ends them all. */
  void end() {
    for (int round = 0; round < ROUNDS; round++) {
      var found = marked();
      if (found.isEmpty()) {
        return;
      }
      found.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private List<ProcessHandle> marked() {
    var mark = NAME + "=" + value;
    var found = new ArrayList<ProcessHandle>();
    try (var all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (var process : all) {
        if (environment(process).contains(mark)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return found;
    }
    return found;
  }

  /** That of a process which has ended, or of another user, is empty. */
  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
