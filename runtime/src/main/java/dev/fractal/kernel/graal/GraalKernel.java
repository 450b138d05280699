package dev.fractal.kernel.graal;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.VariableChanges;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** A REPL in one GraalJS context. */
final class GraalKernel implements Kernel {
  private final KernelLimits limits;
  private final CellCompiler compiler;
  private final Watchdog watchdog;
  private final Context context;
  private final GuestHost host;
  private final Guest guest;
  private Meter meter;
  private @Nullable RunningCell running;
  private boolean spent;

  /** What all kernels of one factory share. */
  record Shared(Engine engine, KernelLimits limits, CellCompiler compiler, Watchdog watchdog) {}

  GraalKernel(Shared shared, Granted granted) {
    limits = shared.limits();
    compiler = shared.compiler();
    watchdog = shared.watchdog();
    context = Sandbox.guestContext(shared.engine(), limits);
    host = new GuestHost(limits, compiler);
    guest = Guest.in(context, host, granted, limits);
    meter = new Meter(limits);
  }

  /** A cell between its start and its end. */
  private record RunningCell(CompiledCell compiled, String file) {}

  void restore(Map<String, String> variables) {
    meter = Meter.ofWalk(limits);
    host.begin(meter, new InputDesk(Map.of(), limits.stringLength(), meter));
    for (var variable : new TreeMap<>(variables).entrySet()) {
      String failed = slice(() -> guest.restore(variable.getKey(), variable.getValue()));
      Limit broken = meter.broken();
      if (broken != null || failed != null) {
        throw new KernelRestoreException(
            "The variable '%s' cannot be restored: %s."
                .formatted(
                    variable.getKey(), broken != null ? Sentences.of(broken, limits) : failed));
      }
      host.restored(variable.getKey(), variable.getValue());
    }
    guest.restoreDone();
  }

  @Override
  public CellOutcome evaluate(Cell cell) {
    if (running != null) {
      throw new IllegalStateException("a cell is suspended; resume it first");
    }
    usable();
    meter = new Meter(limits);
    InputDesk desk = new InputDesk(cell.inputs(), limits.stringLength(), meter);
    host.begin(meter, desk);
    Compilation compilation;
    try {
      compilation = compiler.compile(cell.source(), meter);
    } catch (PolyglotException e) {
      meter.breaks(Limit.CPU_TIME);
      return exceeded(Limit.CPU_TIME);
    }
    return switch (compilation) {
      case Compilation.Refused(String error) -> new CellOutcome.Threw("", error);
      case Compilation.Compiled(CompiledCell compiled) -> start(cell, compiled, desk);
    };
  }

  private CellOutcome start(Cell cell, CompiledCell compiled, InputDesk desk) {
    String taken = guest.reserved(compiled.facts().declared());
    if (!taken.isEmpty()) {
      return new CellOutcome.Threw(
          "", "SyntaxError: '" + taken + "' is a name of the runtime; choose another one");
    }
    running = new RunningCell(compiled, cell.name().replaceAll("\\s+", "-"));
    String failed =
        slice(
            () -> {
              guest.begin(cell, compiled, desk.catalog());
              guest.start(compiled, cell.name().replaceAll("\\s+", "-"));
            });
    return outcome(failed);
  }

  @Override
  public CellOutcome resume(List<GuestResult> results, Moment moment) {
    if (running == null) {
      throw new IllegalStateException("no cell is suspended");
    }
    usable();
    String failed =
        slice(
            () -> {
              guest.proceed(moment);
              for (GuestResult result : results) {
                guest.settle(result);
              }
            });
    return outcome(failed);
  }

  private CellOutcome outcome(@Nullable String failed) {
    Limit broken = meter.broken();
    if (broken != null) {
      return exceeded(broken);
    }
    String value = host.finalValue();
    if (value != null) {
      running = null;
      guest.stopped();
      return new CellOutcome.Final(host.printed(), value);
    }
    if (failed != null) {
      running = null;
      guest.stopped();
      return new CellOutcome.Threw(host.printed(), failed);
    }
    String[] status = new String[1];
    String stuck = slice(() -> status[0] = guest.status());
    broken = meter.broken();
    if (broken != null || stuck != null) {
      return exceeded(broken == null ? Limit.STACK : broken);
    }
    return read(status[0]);
  }

  private CellOutcome read(String status) {
    String body = status.substring(1);
    if (status.charAt(0) == 'c') {
      return new CellOutcome.Suspended(Guest.calls(body));
    }
    RunningCell cell = running;
    running = null;
    return switch (status.charAt(0)) {
      case 'd' -> completed(body);
      case 't' -> new CellOutcome.Threw(host.printed(), cell == null ? body : located(cell, body));
      default -> new CellOutcome.Threw(host.printed(), Sentences.NEVER_SETTLES);
    };
  }

  private CellOutcome completed(String shown) {
    if (host.printed().length() + shown.length() > limits.output()) {
      return exceeded(Limit.OUTPUT);
    }
    return new CellOutcome.Completed(host.printed(), shown);
  }

  private static String located(RunningCell cell, String body) {
    int cut = body.indexOf('\0');
    String position = StackText.position(body.substring(cut + 1), cell.file(), cell.compiled());
    return body.substring(0, cut) + position;
  }

  private CellOutcome exceeded(Limit limit) {
    spent = true;
    running = null;
    return new CellOutcome.LimitExceeded(host.printed(), limit, Sentences.of(limit, limits));
  }

  @Override
  public VariableChanges changes() {
    if (running != null) {
      throw new IllegalStateException("a cell is suspended; resume it first");
    }
    usable();
    meter = Meter.ofWalk(limits);
    host.begin(meter, new InputDesk(Map.of(), limits.stringLength(), meter));
    String failed = slice(guest::dump, this::interrupt);
    Limit broken = meter.broken();
    if (broken != null || failed != null) {
      host.unwalked(
          "the variables cannot be walked: "
              + (broken != null ? Sentences.of(broken, limits) : failed));
    }
    return host.take();
  }

  /**
   * Runs guest code under the watchdog.
   *
   * @return what went wrong in one sentence, or null; nothing when a limit broke or the cell ended
   */
  private @Nullable String slice(Runnable work) {
    return slice(work, () -> context.close(true));
  }

  private @Nullable String slice(Runnable work, Runnable stop) {
    try (var _ = watchdog.watch(meter, stop)) {
      work.run();
      return null;
    } catch (PolyglotException e) {
      if (e.isResourceExhausted() && meter.broken() == null) {
        meter.breaks(exhausted(e));
      }
      return e.isGuestException()
          ? e.getMessage()
          : host.finalValue() != null ? null : e.getMessage();
    } catch (OutOfMemoryError e) {
      meter.breaks(Limit.ALLOCATION);
      return null;
    } catch (IllegalStateException e) {
      if (meter.broken() == null) {
        throw e;
      }
      return null;
    }
  }

  /** Stops the walk, whose code swallows nothing; the kernel stays usable. */
  private void interrupt() {
    try {
      context.interrupt(Duration.ofSeconds(30));
    } catch (TimeoutException e) {
      context.close(true);
    }
  }

  private Limit exhausted(PolyglotException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("tatement")) {
      return Limit.STATEMENTS;
    }
    return message.contains("tack") ? Limit.STACK : Limit.ALLOCATION;
  }

  private void usable() {
    if (spent) {
      throw new IllegalStateException("the kernel broke a limit and is spent; close it");
    }
  }

  @Override
  public void close() {
    spent = true;
    context.close(true);
  }
}
