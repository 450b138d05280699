package dev.fractal.confinement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tries what a machine allows, by doing it. */
public final class Probe {
  private static final long SECONDS = 20;

  private Probe() {}

  /** Why nothing runs behind a command that ends in the program to be run; empty when it does. */
  public static String problem(List<String> prefix) {
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
      if (!probe.waitFor(SECONDS, TimeUnit.SECONDS)) {
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
