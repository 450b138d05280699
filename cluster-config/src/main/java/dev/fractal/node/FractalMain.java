package dev.fractal.node;

import dev.fractal.cli.CliEnvironment;
import dev.fractal.cli.Console;
import dev.fractal.cli.Fractal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The main class of {@code bin/fractal}: the process around the command line. */
public final class FractalMain {
  /** Which standard streams are terminals, as the launcher found: some of {@code 0}, 1 and 2. */
  private static final String TERMINALS = "fractal.terminals";

  private static final String COLUMNS = "fractal.columns";
  private static final int BUFFER = 1 << 13;

  private FractalMain() {}

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] words) {
    var env =
        new CliEnvironment(
            console(),
            System.getenv(),
            Path.of("").toAbsolutePath(),
            Wiring.launchers(),
            new SignalInterrupts());
    System.exit(Fractal.run(words, env));
  }

  private static Console console() {
    var found = System.getProperty(TERMINALS, "");
    var terminals =
        new Console.Terminals(
            found.contains("0"),
            found.contains("1"),
            found.contains("2"),
            Integer.getInteger(COLUMNS, Console.Terminals.NONE.columns()));
    return new Console(
        System.in, stream(FileDescriptor.out), stream(FileDescriptor.err), terminals);
  }

  /** Output is UTF-8 whatever the locale says: documents are, and values must not be mangled. */
  private static PrintStream stream(FileDescriptor descriptor) {
    var file = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
    return new PrintStream(file, false, StandardCharsets.UTF_8);
  }
}
