package dev.fractal.proof;

import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Runs one and the same turn again and again, each time in a store of its own. */
final class KillRig implements AutoCloseable {
  static final SessionId SESSION = new SessionId("killed");

  private final Path directory;
  private final StubProcess stub;
  private final FractalCommand command;

  KillRig(Path directory, Path playbook) throws IOException {
    this.directory = directory;
    this.stub = StubProcess.start(playbook);
    this.command = FractalCommand.in(directory).variables(stub.variables());
  }

  /**
   * When a process is killed.
   *
   * @param requests so many requests have come to the model server
   * @param millis and so much time has passed since the last of them
   */
  record Moment(int requests, int millis) {}

  /** What happens to the store while no process has it. */
  interface Meddling {
    Meddling NONE = _ -> {};

    void with(Path data) throws IOException;
  }

  TurnRun undisturbed(String name) throws IOException {
    var before = stub.counts();
    var ended = command.run(run(name));
    return turn(name, before, ended);
  }

  /** Kills the process that runs the turn and lets another one bring it to its end. */
  KilledTurn killed(String name, Moment moment, Meddling meddling) throws IOException {
    var before = stub.counts();
    try (var process = command.start(run(name))) {
      stub.awaitTotal(before.total() + moment.requests());
      LockSupport.parkNanos(moment.millis() * 1_000_000L);
      process.kill();
      var killed = process.await();
      if (killed.exit() != 137) {
        throw new IllegalStateException("the turn ended before " + moment + ": " + killed);
      }
    }
    var dead = stub.settled();
    meddling.with(data(name));
    var stored = StoredSession.read(data(name), SESSION);
    var ended = command.run("resume", SESSION.value(), "--json", "--data", data(name).toString());
    return new KilledTurn(
        turn(name, before, ended),
        since(before, dead).keySet(),
        new HashSet<>(stored.answered()),
        dead.dropped() - before.dropped());
  }

  /** A verb on the store of a turn. */
  Ended verb(String name, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", data(name).toString()));
    return command.run(all.toArray(String[]::new));
  }

  private String[] run(String name) {
    return new String[] {
      "run",
      "--json",
      "--data",
      data(name).toString(),
      "--session",
      SESSION.value(),
      "--model",
      "openai:scripted",
      "Weigh the twelve items."
    };
  }

  private TurnRun turn(String name, StubProcess.Counts before, Ended ended) throws IOException {
    if (ended.exit() != 0) {
      throw new AssertionError("the turn " + name + " did not end final: " + ended);
    }
    return new TurnRun(
        ended.json(), StoredSession.read(data(name), SESSION), since(before, stub.settled()));
  }

  private Path data(String name) {
    return directory.resolve(name);
  }

  static Map<String, Integer> since(StubProcess.Counts before, StubProcess.Counts after) {
    var requests = new HashMap<String, Integer>();
    after
        .byKey()
        .forEach(
            (key, times) -> {
              int more = times - before.byKey().getOrDefault(key, 0);
              if (more > 0) {
                requests.put(key, more);
              }
            });
    return requests;
  }

  @Override
  public void close() {
    stub.close();
  }
}
