package dev.fractal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fractal.cli.CliEnvironment;
import dev.fractal.cli.Console;
import dev.fractal.cli.Console.Terminals;
import dev.fractal.cli.Fractal;
import dev.fractal.cli.Interrupts;
import dev.fractal.cli.Launchers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The command line in this process, for verbs that a node does; whatever else would be started
 * fails.
 *
 * @param directory where relative paths begin
 * @param variables of the environment
 * @param terminals which streams a person sits at
 * @param input what standard input has
 */
record CommandLine(
    Path directory, Map<String, String> variables, Terminals terminals, String input) {
  static CommandLine in(Path directory) {
    return new CommandLine(directory, Map.of(), Terminals.NONE, "");
  }

  CommandLine variables(Map<String, String> some) {
    return new CommandLine(directory, some, terminals, input);
  }

  CommandLine terminals(Terminals some) {
    return new CommandLine(directory, variables, some, input);
  }

  CommandLine input(String text) {
    return new CommandLine(directory, variables, terminals, text);
  }

  /** Runs a verb to its end. */
  Ended run(String... words) {
    return start(words).ended().join();
  }

  /** Starts a verb on a thread of its own. */
  Running start(String... words) {
    var err = new ByteArrayOutputStream();
    var signals = new CopyOnWriteArrayList<Runnable>();
    var ended = new CompletableFuture<Ended>();
    Thread.ofPlatform()
        .name("command-line")
        .start(() -> ended.completeAsync(() -> run(words, err, signals), Runnable::run));
    return new Running(ended, err, signals);
  }

  private Ended run(String[] words, ByteArrayOutputStream err, List<Runnable> signals) {
    var out = new ByteArrayOutputStream();
    var console =
        new Console(
            new ByteArrayInputStream(input.getBytes(UTF_8)), stream(out), stream(err), terminals);
    Interrupts interrupts =
        action -> {
          signals.add(action);
          return () -> signals.remove(action);
        };
    var env = new CliEnvironment(console, variables, directory, launchers(), interrupts);
    var exit = Fractal.run(words, env);
    return new Ended(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private static Launchers launchers() {
    return new Launchers(
        (_, _, _) -> {
          throw new AssertionError("a node of its own is not needed");
        },
        _ -> {
          throw new AssertionError("the store is not read");
        },
        _ -> List.of(),
        _ -> {
          throw new AssertionError("no cluster is needed");
        },
        _ -> {},
        encoded -> encoded);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, UTF_8);
  }

  /**
   * A verb that runs.
   *
   * @param signals what Ctrl-C does now
   */
  record Running(
      CompletableFuture<Ended> ended, ByteArrayOutputStream written, List<Runnable> signals) {
    /** What it has said on standard error so far. */
    String said() {
      return written.toString(UTF_8);
    }

    /** Ctrl-C. */
    void interrupt() {
      signals.forEach(Runnable::run);
    }
  }
}
