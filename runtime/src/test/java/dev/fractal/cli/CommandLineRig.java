package dev.fractal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.cli.Console.Terminals;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.FakeReader;
import dev.fractal.view.SampleJournal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs the command line in this process against fakes, in a directory of its own. */
final class CommandLineRig {
  final Path directory;
  final FakeNode node = new FakeNode();
  final Map<String, String> variables = new HashMap<>();
  final List<String> checkedModels = new ArrayList<>();
  final List<Runnable> interrupts = new ArrayList<>();
  final Map<SessionId, List<JournalEntry>> others = new HashMap<>();
  final List<CatalogRow> rows = new ArrayList<>(List.of(SampleJournal.row()));
  List<JournalEntry> journal = SampleJournal.entries();
  List<CheckLauncher.Finding> findings = List.of();
  Consumer<String> models = checkedModels::add;
  Runnable beforeLaunch = () -> {};
  Terminals terminals = Terminals.NONE;
  byte[] input = new byte[0];
  int launches;

  CommandLineRig(Path directory) {
    this.directory = directory;
  }

  /** Makes the data directory that sessions are found in. */
  CommandLineRig withStore() {
    try {
      Files.createDirectories(directory.resolve(".fractal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Outcome run(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console = new Console(new ByteArrayInputStream(input), stream(out), stream(err), terminals);
    Interrupts signals =
        action -> {
          interrupts.add(action);
          return () -> interrupts.remove(action);
        };
    var env = new CliEnvironment(console, variables, directory, launchers(), signals);
    var exit = Fractal.run(words, env);
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Launchers launchers() {
    return new Launchers(
        (_, _, _) -> {
          launches++;
          beforeLaunch.run();
          return node;
        },
        _ -> new FakeReader(journals(), rows, node.payloads),
        _ -> findings,
        _ -> {
          throw new AssertionError("no test here starts a cluster");
        },
        models,
        encoded -> "<" + encoded + ">");
  }

  private Map<SessionId, List<JournalEntry>> journals() {
    var journals = new HashMap<>(others);
    journals.put(SampleJournal.SESSION, journal);
    return journals;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  /** What a process would have left. */
  record Outcome(int exit, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not one JSON document: " + out, e);
      }
    }
  }
}
