package dev.fractal.kernel.guest;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.protocol.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A session's view of one kernel: cells in order, calls answered at once, the dump kept. */
final class Notebook implements AutoCloseable {
  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{\"usd\":\"unlimited\"}");

  final Map<String, String> dump = new TreeMap<>();
  final Map<String, InputText> inputs = new TreeMap<>();
  VariableChanges last = new VariableChanges(Map.of(), java.util.List.of(), Map.of(), 0);
  private final Kernel kernel;

  Notebook(KernelFactory factory) {
    this(factory, Map.of());
  }

  Notebook(KernelFactory factory, Map<String, String> variables) {
    kernel = factory.open(variables, Granted.of("lm", "mapLm"));
    dump.putAll(variables);
  }

  /** Evaluates; a call returns its number as text, or fails when its arguments hold "boom". */
  CellOutcome run(String source) {
    CellOutcome outcome = kernel.evaluate(new Cell(source, "cell 1", 42, MOMENT, inputs));
    while (outcome instanceof Suspended suspended) {
      outcome = kernel.resume(suspended.calls().stream().map(Notebook::answer).toList(), MOMENT);
    }
    return outcome;
  }

  private static GuestResult answer(CellOutcome.GuestCall call) {
    return call.arguments().contains("boom")
        ? new GuestResult.Failed(call.call(), "ModelError", "no reply")
        : new GuestResult.Returned(call.call(), "\"re " + call.call() + "\"");
  }

  /** What the cell shows, or its error or limit. */
  String shown(String source) {
    return switch (run(source)) {
      case CellOutcome.Completed c -> c.shown();
      case CellOutcome.Final f -> "FINAL " + f.value();
      case CellOutcome.Threw t -> "THREW " + t.error();
      case CellOutcome.LimitExceeded l -> "LIMIT " + l.limit();
      case Suspended s -> s.toString();
    };
  }

  Notebook save() {
    return take(kernel.save());
  }

  Notebook changes() {
    return take(kernel.changes());
  }

  private Notebook take(VariableChanges changes) {
    last = changes;
    last.removed().forEach(dump::remove);
    last.changed().forEach((name, dumped) -> dump.put(name, dumped.encoded()));
    return this;
  }

  Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    dump.forEach((name, encoded) -> digests.put(name, Sha256.of(encoded)));
    return digests;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
