package dev.fractal.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One running program: collects its outputs, remembers every process below it, and at its end, or
 * at its deadline, ends them all. Those that detach are found by their mark, where there is one.
 */
final class ProgramRun implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);
  private final Process process;
  private final CappedOutput stdout;
  private final CappedOutput stderr;
  private final Set<ProcessHandle> below = new HashSet<>();
  private final Optional<Leftovers> leftovers;

  ProgramRun(Process process, int cap, Optional<Leftovers> leftovers) {
    this.process = process;
    this.leftovers = leftovers;
    this.stdout = CappedOutput.of(process.getInputStream(), cap);
    this.stderr = CappedOutput.of(process.getErrorStream(), cap);
  }

  CommandResult result(String program, Duration deadline) throws GateFailure {
    try {
      long end = System.nanoTime() + deadline.toNanos();
      do {
        process.descendants().forEach(below::add);
        if (System.nanoTime() > end) {
          throw new GateFailure(
              "'"
                  + program
                  + "' was ended after "
                  + deadline.toMillis()
                  + " ms; give it less work");
        }
      } while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS));
      endBelow();
      var out = stdout.text();
      var err = stderr.text();
      return new CommandResult(
          process.exitValue(), out, err, stdout.isTruncated() || stderr.isTruncated());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GateFailure("'" + program + "' was ended because its call was cancelled");
    }
  }

  /** What is left of the program's processes; its outputs stay open for what they still hold. */
  private void endBelow() {
    process.descendants().forEach(below::add);
    for (var handle : below) {
      handle.descendants().forEach(ProcessHandle::destroyForcibly);
      handle.destroyForcibly();
    }
    leftovers.ifPresent(Leftovers::end);
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(below::add);
    process.destroyForcibly();
    endBelow();
  }
}
