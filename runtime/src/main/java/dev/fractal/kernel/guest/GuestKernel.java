package dev.fractal.kernel.guest;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.VariableChanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A REPL in one realm. */
final class GuestKernel implements Kernel {
  /** UTF-16 units of saved forms from which on two realms side by side should be lean. */
  private static final long LARGE = 4 << 20;

  private final KernelLimits limits;
  private final CellCompiler compiler;
  private final Watchdog watchdog;
  private final SaveCheck check;
  private final Realm realm;
  private final GuestHost host;
  private final Guest guest;
  private Meter meter;
  private @Nullable RunningCell running;
  private boolean spent;

  /** What all kernels of one factory share. */
  record Shared(
      Engine engine,
      KernelLimits limits,
      CellCompiler compiler,
      Watchdog watchdog,
      ReadyKernels ready,
      DataKernels data) {}

  GuestKernel(Shared shared, Granted granted) {
    limits = shared.limits();
    compiler = shared.compiler();
    watchdog = shared.watchdog();
    check = new SaveCheck(shared, granted);
    host = new GuestHost(limits, compiler);
    realm = shared.engine().world(granted, limits, host);
    guest = new Guest(realm);
    guest.bound(limits.hostCalls(), Math.min(limits.fanOut(), granted.fanOut()));
    meter = new Meter(limits);
  }

  /** A cell between its start and its end. */
  private record RunningCell(CompiledCell compiled, String file) {}

  void restore(Map<String, String> variables) {
    meter = new Meter(limits.ofReplay());
    host.begin(meter, new InputDesk(Map.of(), limits.stringLength(), meter));
    for (var variable : new TreeMap<>(variables).entrySet()) {
      String failed = slice(() -> guest.restore(variable.getKey(), variable.getValue()));
      String where = "The variable '" + variable.getKey() + "' cannot be restored: ";
      within(where);
      if (failed != null) {
        throw new KernelRestoreException(where + failed + ".");
      }
      host.restored(variable.getKey(), variable.getValue());
    }
    guest.restoreDone();
  }

  /** Digests of all variables, walked now; their forms are not to be had afterwards. */
  Map<String, String> digests() {
    host.keepDigestsOnly();
    walk(true, false);
    host.take();
    return host.digests();
  }

  /** Lets go of restored data; whether the kernel is then as it was when it was opened. */
  boolean clear() {
    if (spent) {
      return false;
    }
    host.clear();
    try {
      return guest.clear();
    } catch (RealmException e) {
      return false;
    }
  }

  @Override
  public CellOutcome evaluate(Cell cell) {
    if (running != null) {
      throw new IllegalStateException("a cell is suspended; resume it first");
    }
    usable();
    meter = new Meter(cell.replayed() ? limits.ofReplay() : limits);
    InputDesk desk = new InputDesk(cell.inputs(), limits.stringLength(), meter);
    host.begin(meter, desk);
    Compilation compilation;
    try {
      compilation = compiler.compile(cell.source(), meter);
    } catch (RealmException e) {
      meter.breaks(limitOf(e));
      return exceeded(limitOf(e));
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
    RuntimeException unread = host.unread();
    if (unread != null) {
      spent = true;
      throw unread;
    }
    Limit broken = meter.broken();
    if (broken != null) {
      return exceeded(broken);
    }
    unlessEvicted();
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
    unlessEvicted();
    if (broken != null || stuck != null) {
      return exceeded(broken == null ? Limit.STACK : broken);
    }
    return read(status[0]);
  }

  private CellOutcome read(String status) {
    String body = status.substring(1);
    if (status.charAt(0) == 'c') {
      return Guest.suspended(body);
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
    walk(false, false);
    return host.take();
  }

  @Override
  public VariableChanges save() {
    host.keepForms();
    walk(true, true);
    Map<String, String> forms = host.forms();
    if (host.isExact()) {
      if (forms.values().stream().mapToLong(String::length).sum() >= LARGE) {
        realm.tidy();
      }
      check.differing(forms, host.digests()).forEach(host::inexact);
    }
    return host.take();
  }

  private void walk(boolean all, boolean builtIns) {
    if (running != null) {
      throw new IllegalStateException("a cell is suspended; resume it first");
    }
    usable();
    meter = new Meter(limits.ofReplay());
    host.begin(meter, new InputDesk(Map.of(), limits.stringLength(), meter));
    String failed = slice(() -> guest.dump(all, builtIns));
    String where = "The variables cannot be walked: ";
    within(where);
    if (failed != null) {
      spent = true;
      throw new KernelLimitException(Limit.STACK, where + failed);
    }
  }

  /** A cell that was ended for the sake of others has broken nothing. */
  private void unlessEvicted() {
    if (meter.isEvicted()) {
      spent = true;
      throw new KernelLostException("the kernel is lost: its worker process was full", true);
    }
  }

  /** Ends the kernel when the work at hand broke a limit. */
  private void within(String where) {
    unlessEvicted();
    Limit broken = meter.broken();
    if (broken != null) {
      spent = true;
      throw new KernelLimitException(broken, where + Sentences.of(broken, limits) + ".");
    }
  }

  /**
   * Runs guest code under the watchdog.
   *
   * @return what went wrong in one sentence, or null; nothing when a limit broke or the cell ended
   */
  private @Nullable String slice(Runnable work) {
    try (var _ = watchdog.watch(meter, realm, realm::abandon)) {
      work.run();
      return null;
    } catch (RealmException e) {
      if (e.kind() == RealmException.Kind.THREW) {
        return e.getMessage();
      }
      if (e.kind() != RealmException.Kind.STOPPED) {
        meter.breaks(limitOf(e));
      }
      return host.finalValue() != null
              || meter.broken() != null
              || meter.isEvicted()
              || host.unread() != null
          ? null
          : e.getMessage();
    }
  }

  private static Limit limitOf(RealmException e) {
    return switch (e.kind()) {
      case STACK -> Limit.STACK;
      case MEMORY -> Limit.MEMORY;
      case STOPPED, THREW -> Limit.CPU_TIME;
    };
  }

  private void usable() {
    if (spent) {
      throw new IllegalStateException("the kernel broke a limit and is spent; close it");
    }
  }

  @Override
  public void close() {
    spent = true;
    realm.close();
  }
}
