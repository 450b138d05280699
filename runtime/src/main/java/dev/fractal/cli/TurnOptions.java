package dev.fractal.cli;

import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.schema.ValueSchema;
import dev.fractal.view.Inert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a turn is run with. */
final class TurnOptions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,99}");

  @Option(
      names = "--input",
      paramLabel = "NAME=FILE",
      description = "A text file that cells reach as inputs.NAME; may be repeated.")
  List<String> inputs = new ArrayList<>();

  @Option(names = "--max-steps", paramLabel = "N", description = "Model calls of this turn's loop.")
  @Nullable Integer maxSteps;

  @Option(names = "--timeout", paramLabel = "TIME", description = "Time for the turn, e.g. 5m.")
  @Nullable String timeout;

  @Option(
      names = "--request-id",
      paramLabel = "KEY",
      description = "The same key again never makes a second turn.")
  @Nullable String requestId;

  @Option(
      names = "--if-busy",
      paramLabel = "queue|reject",
      description = "What to do while another turn runs; default: queue.")
  String ifBusy = "queue";

  @Option(
      names = "--schema",
      paramLabel = "FILE",
      description = "A JSON Schema that the value given to FINAL must fit.")
  @Nullable String schema;

  /** Whether options were given that mean nothing without a turn. */
  boolean needsTurn() {
    return !inputs.isEmpty() || maxSteps != null || timeout != null;
  }

  /** The options as a plan; throws before anything has been started when one is unusable. */
  TurnPlan plan(CliEnvironment env) {
    if (maxSteps != null && maxSteps < 1) {
      throw CliException.usage("--max-steps " + maxSteps + " is too low; use 1 or more");
    }
    var key = requestId == null ? UUID.randomUUID().toString() : requestId;
    if (key.isBlank() || key.length() > 200) {
      throw CliException.usage("--request-id has 1 to 200 characters");
    }
    return new TurnPlan(
        key,
        files(env),
        Optional.ofNullable(maxSteps),
        Optional.ofNullable(timeout).map(text -> Durations.parse("--timeout", text)),
        Optional.ofNullable(schema).map(word -> schema(path(word, env))),
        busy(),
        Approvals.NONE);
  }

  private static String schema(Path file) {
    TextFile.check("--schema", file);
    try {
      var text = Files.readString(file);
      var _ = ValueSchema.read(text);
      return text;
    } catch (IOException e) {
      throw CliException.usage(
          "--schema " + file + " cannot be read (" + DataDirectory.reason(e) + ")");
    } catch (IllegalArgumentException e) {
      throw CliException.usage(
          "--schema " + file + ": " + Inert.line(String.valueOf(e.getMessage())));
    }
  }

  private IfBusy busy() {
    return Stream.of(IfBusy.values())
        .filter(choice -> choice.name().equalsIgnoreCase(ifBusy))
        .findFirst()
        .orElseThrow(
            () -> CliException.usage("--if-busy '" + ifBusy + "' is unknown; use queue or reject"));
  }

  private Map<String, Path> files(CliEnvironment env) {
    var files = new LinkedHashMap<String, Path>();
    for (var input : inputs) {
      var mark = input.indexOf('=');
      var name = mark < 0 ? "" : input.substring(0, mark);
      if (!NAME.matcher(name).matches() || mark == input.length() - 1) {
        throw CliException.usage(
            "--input '" + input + "' is not NAME=FILE; NAME has letters, digits, '_' and '$'");
      }
      var file = path(input.substring(mark + 1), env);
      if (files.put(name, file) != null) {
        throw CliException.usage("--input " + name + " is given twice; use two names");
      }
      TextFile.check("input " + name + ":", file);
    }
    return files;
  }

  private static Path path(String word, CliEnvironment env) {
    try {
      return env.directory().resolve(word).normalize();
    } catch (InvalidPathException e) {
      throw CliException.usage("'" + Inert.line(word) + "' is not a path (" + e.getReason() + ")");
    }
  }
}
