package dev.fractal.laptop;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/**
 * What a node's process runs.
 *
 * @param classPath the jars of this build
 * @param options of its Java virtual machine, after the usual ones
 * @param variables environment variables that it sees besides those of this process
 */
public record NodeProgram(String classPath, List<String> options, Map<String, String> variables) {
  public NodeProgram {
    options = List.copyOf(options);
    variables = Map.copyOf(variables);
  }

  /** The program of this process, with the archive of classes that it was started with. */
  public static NodeProgram ofThisProcess() {
    var archives =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
            .toList();
    return new NodeProgram(System.getProperty("java.class.path"), archives, Map.of());
  }
}
