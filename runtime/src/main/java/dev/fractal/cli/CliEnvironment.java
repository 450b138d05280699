package dev.fractal.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Everything outside that the command line touches.
 *
 * @param variables environment variables
 * @param directory where relative paths begin
 */
public record CliEnvironment(
    Console console,
    Map<String, String> variables,
    Path directory,
    Launchers launchers,
    Interrupts interrupts) {
  public CliEnvironment {
    variables = Map.copyOf(variables);
    directory = directory.toAbsolutePath().normalize();
  }
}
