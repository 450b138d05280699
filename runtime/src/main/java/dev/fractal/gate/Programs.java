package dev.fractal.gate;

import dev.fractal.protocol.capability.NameRule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs without a shell: the first argument is a bare name that the gate admits, found on a
 * fixed PATH, and the others are handed over as they are. What an admitted program may do in its
 * own turn no gate sees: to admit {@code sh} or {@code env} is to admit everything.
 */
final class Programs implements AutoCloseable {
  private final GateSettings.Shell settings;

  /** One that lives as long as this: what it starts would end with it. */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("programs").daemon().factory());

  private @Nullable ProcessSpace space;

  Programs(GateSettings.Shell settings) {
    this.settings = settings;
  }

  Programs(GateSettings.Shell settings, ProcessSpace space) {
    this.settings = settings;
    this.space = space;
  }

  /** Where programs run; looked for once, when it is asked for first. */
  synchronized ProcessSpace space() {
    if (space == null) {
      space = ProcessSpace.probed(settings.wrap());
    }
    return space;
  }

  Outcome<CommandResult> run(Territory territory, List<String> command) {
    try {
      var argv = checked(territory, command);
      var leftovers = space().sweeps() ? Optional.of(new Leftovers()) : Optional.<Leftovers>empty();
      var process = started(territory.directory().toRealPath(), argv, leftovers);
      try (var run = new ProgramRun(process, settings.maxOutput(), leftovers)) {
        return new Outcome.Done<>(run.result(command.getFirst(), settings.deadline()));
      }
    } catch (GateRefusal e) {
      return new Outcome.Refused<>(String.valueOf(e.getMessage()));
    } catch (GateFailure e) {
      return new Outcome.Failed<>(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Outcome.Failed<>("'" + command.getFirst() + "' cannot be run: " + e.getMessage());
    }
  }

  private List<String> checked(Territory territory, List<String> command)
      throws GateRefusal, GateFailure {
    var gate = territory.capability().shell();
    if (gate.isDenied()) {
      throw new GateRefusal("this session may not run programs");
    }
    if (command.isEmpty() || command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
      throw new GateRefusal("a command is a program's name and its arguments, without zero bytes");
    }
    var program = command.getFirst();
    if (!gate.admits(rule(program))) {
      throw new GateRefusal(
          "this session may not run '"
              + program
              + "', its shell gate admits "
              + gate.rules().stream().map(NameRule::text).toList());
    }
    var argv = new ArrayList<>(command);
    argv.set(0, found(program).toString());
    return argv;
  }

  private static NameRule rule(String program) throws GateRefusal {
    try {
      if (!program.equals("*")) {
        return new NameRule(program);
      }
    } catch (IllegalArgumentException e) {
      throw new GateRefusal(String.valueOf(e.getMessage()));
    }
    throw new GateRefusal("'*' is not a program");
  }

  private Path found(String program) throws GateFailure {
    return settings.path().stream()
        .map(directory -> directory.resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(() -> new GateFailure("there is no program '" + program + "' here"));
  }

  private Process started(Path directory, List<String> argv, Optional<Leftovers> leftovers)
      throws IOException, GateFailure {
    var builder =
        new ProcessBuilder(space().around(argv))
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"));
    var environment = builder.environment();
    environment.clear();
    environment.put("LANG", settings.lang());
    environment.put(
        "PATH", settings.path().stream().map(Path::toString).collect(Collectors.joining(":")));
    leftovers.ifPresent(mark -> environment.put(mark.name(), mark.value()));
    return started(builder);
  }

  private Process started(ProcessBuilder builder) throws IOException, GateFailure {
    try {
      return starter.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (RejectedExecutionException e) {
      throw new GateFailure("this node is shutting down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GateFailure("a program was not started because its call was cancelled");
    }
  }

  @Override
  public void close() {
    starter.shutdown();
  }
}
