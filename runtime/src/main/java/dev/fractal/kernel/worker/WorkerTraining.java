package dev.fractal.kernel.worker;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.v8.V8Library;
import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes what a build keeps so that workers start fast: snapshots of the runtime with its code
 * compiled, and a cache of the classes that a worker loads. One worker does ordinary work for it.
 */
public final class WorkerTraining {
  /** The cache of classes, beside V8's library. */
  static final String CACHE = "worker.aot";

  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");
  private static final Opening.Room SHARED = Opening.Room.SHARED;
  private static final long SECONDS = 120;
  private static final long HEAP = 512L << 20;

  /** What models write every day. */
  private static final List<String> CELLS =
      List.of(
          "let rows = (await inputs.text.lines()).map((line) => line.split(' ')); rows.length",
          "const seen = new Map(); class Row { #n = 1; of() { return this.#n; } } print(rows[0]);",
          "const [a, b] = await Promise.all([lm('a', 'b'), lm('c', 'd')]); a + b",
          "(await inputs.text.grep(/w+/)).length + (await inputs.text.slice(0, 2))",
          "function f(x) { return x === 0 ? 0 : f(x - 1); } f(9); missing.name",
          "FINAL({ rows: rows.length })");

  private final Path directory;

  private WorkerTraining(Path directory) {
    this.directory = directory;
  }

  /**
   * Trains; leaves its products beside V8's library, where {@link V8Library#DIRECTORY} says.
   *
   * @param directory where the library lies
   * @param granted what sessions are granted, each with a snapshot of its own
   * @throws IOException if a worker cannot be started or its products are not there
   * @throws InterruptedException if it is not waited for
   */
  public static void train(Path directory, List<Granted> granted, KernelLimits limits)
      throws IOException, InterruptedException {
    var training = new WorkerTraining(directory.toAbsolutePath());
    WorkerProcess worker = training.started(limits);
    worker.awaitReady(SECONDS);
    Path copies = Files.createTempDirectory("fractal-training-");
    try {
      var inputs = new InputCopies(copies, HEAP);
      for (Granted functions : granted) {
        training.work(worker, inputs, functions);
      }
      worker.finish(SECONDS);
    } finally {
      worker.kill(WorkerEnd.closed());
      WorkerPlace.remove(copies);
    }
    if (!Files.isReadable(training.directory.resolve(CACHE))) {
      throw new IOException("the virtual machine made no " + CACHE);
    }
  }

  private WorkerProcess started(KernelLimits limits) throws IOException {
    var frames = Frames.of(HEAP);
    var options =
        List.of(
            "-XX:AOTCacheOutput=" + directory.resolve(CACHE),
            "-D" + V8Library.TRAINING + "=true",
            "-D" + V8Library.DIRECTORY + "=" + directory);
    var patience = Duration.ofSeconds(SECONDS);
    return new WorkerProcess(
        WorkerProgram.command("v8", HEAP, options, WorkerMain.arguments("v8", limits, frames)),
        new WorkerRoom(Long.MAX_VALUE, patience, patience, frames),
        (_, _) -> {});
  }

  private void work(WorkerProcess worker, InputCopies inputs, Granted granted) {
    Map<String, String> saved;
    var fresh = new Opening(Map.of(), granted, "", SHARED);
    try (Kernel kernel = WorkerKernel.open(worker, inputs, fresh, worker::close)) {
      for (String cell : CELLS) {
        evaluate(kernel, cell);
        kernel.changes();
      }
      saved =
          kernel.save().changed().entrySet().stream()
              .filter(variable -> variable.getKey().equals("rows"))
              .collect(Collectors.toMap(Map.Entry::getKey, v -> v.getValue().encoded()));
    }
    var again = new Opening(saved, granted, "", SHARED);
    try (Kernel kernel = WorkerKernel.open(worker, inputs, again, worker::close)) {
      evaluate(kernel, "rows.length");
    }
  }

  private static void evaluate(Kernel kernel, String source) {
    var inputs = Map.<String, InputText>of("text", new Held("a word\n".repeat(400)));
    var outcome = kernel.evaluate(new Cell(source, "training", 1, MOMENT, inputs));
    while (outcome instanceof CellOutcome.Suspended(var calls, var _)) {
      outcome =
          kernel.resume(
              calls.stream()
                  .<GuestResult>map(call -> new GuestResult.Returned(call.call(), "\"x\""))
                  .toList(),
              MOMENT);
    }
  }

  private record Held(String text) implements InputText {
    @Override
    public String address() {
      return Sha256.of(text);
    }

    @Override
    public long length() {
      return text.length();
    }

    @Override
    public String slice(long start, long end) {
      return text.substring((int) start, (int) end);
    }

    @Override
    public Reader reader() {
      return new StringReader(text);
    }
  }
}
