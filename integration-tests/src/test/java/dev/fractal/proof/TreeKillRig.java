package dev.fractal.proof;

import dev.fractal.proof.KillRig.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Runs one and the same tree again and again, each time in a store of its own. */
final class TreeKillRig implements AutoCloseable {
  static final String ROOT = "tree";

  private final Path directory;
  private final StubProcess stub;
  private final FractalCommand command;

  TreeKillRig(Path directory, Path playbook) throws IOException {
    this.directory = directory;
    this.stub = StubProcess.start(playbook);
    this.command = FractalCommand.in(directory).variables(stub.variables());
  }

  /**
   * A tree as it ended.
   *
   * @param requests how often the model server was asked for each call, by call key
   */
  record Grown(StoredTree tree, Map<String, Integer> requests) {
    /** Calls that were asked for twice or more. */
    Set<String> extra() {
      var extra = new HashSet<String>();
      requests.forEach((key, times) -> extra.addAll(times > 1 ? Set.of(key) : Set.of()));
      return extra;
    }
  }

  /**
   * A tree whose process was killed.
   *
   * @param answered calls whose replies were in the journals then
   * @param dropped requests that were in flight then
   * @param sessions how many there were then
   */
  record Killed(Grown end, Set<String> answered, int dropped, int sessions) {}

  Grown undisturbed(String name) throws IOException {
    var before = stub.counts();
    requireExit(0, command.run(run(name)));
    return grown(name, before);
  }

  /** Kills the process at a moment; another one starts that nobody asks for anything. */
  Killed killed(String name, Moment moment) throws IOException {
    var before = stub.counts();
    try (var process = command.start(run(name))) {
      stub.awaitTotal(before.total() + moment.requests());
      LockSupport.parkNanos(moment.millis() * 1_000_000L);
      process.kill();
      requireExit(137, process.await());
    }
    var dead = stub.settled();
    var stored = StoredTree.read(data(name));
    requireExit(0, verb(name, "node", "--until-idle", "--json"));
    return new Killed(
        grown(name, before),
        stored.answered(),
        dead.dropped() - before.dropped(),
        stored.sessions().size());
  }

  /**
   * A tree whose workers were killed.
   *
   * @param processes how many there were
   */
  record Bereft(Grown end, int processes) {}

  /** Kills all workers of the process at a moment; the process goes on. */
  Bereft bereft(String name, Moment moment) throws IOException {
    var before = stub.counts();
    try (var process = command.start(run(name))) {
      stub.awaitTotal(before.total() + moment.requests());
      LockSupport.parkNanos(moment.millis() * 1_000_000L);
      int processes = process.killWorkers();
      requireExit(0, process.await());
      return new Bereft(grown(name, before), processes);
    }
  }

  /** A verb on the store of a tree. */
  Ended verb(String name, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data(name).toString()));
    return command.run(all.toArray(String[]::new));
  }

  private Grown grown(String name, StubProcess.Counts before) throws IOException {
    return new Grown(StoredTree.read(data(name)), KillRig.since(before, stub.settled()));
  }

  private static void requireExit(int exit, Ended ended) {
    if (ended.exit() != exit) {
      throw new AssertionError("expected exit " + exit + ": " + ended);
    }
  }

  private String[] run(String name) {
    return new String[] {
      "run",
      "--json",
      "--data",
      data(name).toString(),
      "--session",
      ROOT,
      "--model",
      "openai:scripted",
      "Sum 1 to 9, level 0"
    };
  }

  private Path data(String name) {
    return directory.resolve(name);
  }

  @Override
  public void close() {
    stub.close();
  }
}
