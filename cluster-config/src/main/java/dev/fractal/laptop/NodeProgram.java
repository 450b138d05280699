package dev.fractal.laptop;

import dev.fractal.kernel.v8.V8Library;
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
  private static final List<String> BUILD =
      List.of("-XX:SharedArchiveFile=", "-D" + V8Library.DIRECTORY + "=");

  public NodeProgram {
    options = List.copyOf(options);
    variables = Map.copyOf(variables);
  }

  /**
   * The program of this process, with the archive of classes and the build's engine of kernels that
   * it was started with.
   */
  public static NodeProgram ofThisProcess() {
    var options = ofBuild(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return new NodeProgram(System.getProperty("java.class.path"), options, Map.of());
  }

  /** Those of a virtual machine's options that name products of the build. */
  static List<String> ofBuild(List<String> options) {
    return options.stream().filter(option -> BUILD.stream().anyMatch(option::startsWith)).toList();
  }
}
