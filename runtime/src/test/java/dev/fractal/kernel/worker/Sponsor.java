package dev.fractal.kernel.worker;

import dev.fractal.confinement.Wrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Stands for a node that starts a program which never ends, and waits for it. */
final class Sponsor {
  private Sponsor() {}

  /**
   * Starts it wrapped, and prints a line when it runs.
   *
   * @param arguments how workers are wrapped, a directory, the class path
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var wrapping =
        Wrapping.probed(
            Wrap.valueOf(arguments[0]), Path.of(arguments[1]), IntruderTest.readable(arguments[2]));
    var program = IntruderTest.java(arguments[2], Intruder.class, List.of());
    var process =
        new ProcessBuilder(wrapping.around(program))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getInputStream().read();
    System.out.println("runs");
    process.waitFor();
  }
}
