package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A Java program of {@code examples/}, run from its source as its first line says. */
public final class ExampleProgram {
  private static final String QUIET = "-Xlog:disable";

  private ExampleProgram() {}

  /** Compiles and runs a program in the project's root and answers what it printed. */
  public static String run(String name, Path data) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            QUIET,
            "-Xmx320m",
            "-cp",
            ClassDataArchive.classPath(),
            Checkout.example(name).toString(),
            data.toString());
    try {
      var scratch = Scratch.directory("example");
      var builder =
          new ProcessBuilder(command)
              .directory(Checkout.root().toFile())
              .redirectOutput(scratch.resolve("out").toFile())
              .redirectError(scratch.resolve("err").toFile());
      try (var running = new FractalProcess(builder.start(), scratch)) {
        var ended = running.await();
        assertThat(ended.exit()).as(ended.err()).isZero();
        return ended.out();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
