package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.exceptions.JavetExecutionException;
import com.caoccao.javet.exceptions.JavetTerminatedException;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.monitoring.V8HeapStatistics;
import com.caoccao.javet.values.V8Value;
import com.caoccao.javet.values.primitive.V8ValueString;
import com.caoccao.javet.values.reference.V8ValueObject;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.Realm;
import dev.fractal.kernel.guest.RealmException;
import dev.fractal.kernel.guest.RealmException.Kind;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An isolate with its preludes. */
final class V8Realm implements Realm {
  private static final int SAMPLES_BETWEEN_STATISTICS = 10;

  private final V8Runtime runtime;
  private final V8ValueObject api;
  private final KernelLimits limits;
  private int samples;
  private @Nullable CompletableFuture<V8HeapStatistics> statistics;
  private volatile @Nullable CompletableFuture<V8HeapStatistics> weighing;
  private volatile boolean full;

  private V8Realm(V8Runtime runtime, V8ValueObject api, KernelLimits limits) {
    this.runtime = runtime;
    this.api = api;
    this.limits = limits;
    runtime.setNearHeapLimitCallback(this::nearHeapLimit);
  }

  static Realm thawed(V8Runtime runtime, GuestFunctions host, KernelLimits limits) {
    try (V8ValueObject handle = runtime.getGlobalObject().get(FrozenScript.HANDLE)) {
      try (V8ValueObject functions = handle.get("host")) {
        new V8Host(runtime, host).bind(functions);
      }
      handle.invokeVoid("strip", (double) limits.buffers());
      return new V8Realm(runtime, handle.get("api"), limits);
    } catch (JavetException e) {
      throw new IllegalStateException("V8 thaws no snapshot: " + e.getMessage(), e);
    }
  }

  static Realm parser(V8Runtime runtime, KernelLimits limits) {
    try (V8ValueObject handle = runtime.getGlobalObject().get(FrozenScript.HANDLE)) {
      return new V8Realm(runtime, handle.get("api"), limits);
    } catch (JavetException e) {
      throw new IllegalStateException("V8 thaws no parser: " + e.getMessage(), e);
    }
  }

  @Override
  public String call(String function, Object... arguments) {
    try (V8Value result = api.invoke(function, arguments)) {
      return result instanceof V8ValueString text ? text.getValue() : "";
    } catch (JavetTerminatedException e) {
      runtime.cancelTerminateExecution();
      throw new RealmException(full ? Kind.MEMORY : Kind.STOPPED, "the evaluation was stopped");
    } catch (JavetExecutionException e) {
      throw new RealmException(Kind.THREW, String.valueOf(e.getMessage()));
    } catch (JavetException e) {
      throw new RealmException(
          full ? Kind.MEMORY : runtime.isClosed() ? Kind.STOPPED : Kind.THREW,
          String.valueOf(e.getMessage()));
    }
  }

  /** The cell gets room to end in. */
  private long nearHeapLimit(long current, long initial) {
    full = true;
    runtime.terminateExecution();
    return current + current / 2 + (64L << 20);
  }

  /**
   * The heap tells by itself. Array buffers are asked for only while the process holds as much as
   * one session may, since asking another thread's isolate is not without risk.
   */
  @Override
  public boolean exceedsMemory() {
    if (full || ++samples < SAMPLES_BETWEEN_STATISTICS) {
      return full;
    }
    samples = 0;
    return ProcessMemory.resident() >= limits.buffers() && asksForBuffers();
  }

  private boolean asksForBuffers() {
    var asked = statistics;
    if (asked == null) {
      statistics = runtime.getV8HeapStatistics();
    } else if (asked.isDone()) {
      statistics = null;
      if (!asked.isCompletedExceptionally() && asked.join() != null) {
        full = asked.join().getExternalMemory() > limits.buffers();
      }
    }
    return full;
  }

  @Override
  public void weigh() {
    weighing = runtime.getV8HeapStatistics();
  }

  @Override
  public long weighed() {
    var asked = weighing;
    if (asked == null || !asked.isDone() || asked.isCompletedExceptionally()) {
      return Long.MAX_VALUE;
    }
    V8HeapStatistics found = asked.join();
    return found == null ? Long.MAX_VALUE : found.getTotalHeapSize() + found.getExternalMemory();
  }

  @Override
  public void tidy() {
    runtime.lowMemoryNotification();
  }

  @Override
  public void interrupt() {
    runtime.terminateExecution();
  }

  @Override
  public void abandon() {
    runtime.terminateExecution();
  }

  @Override
  public void close() {
    try {
      runtime.close(true);
    } catch (JavetException e) {
      throw new IllegalStateException("V8 closes no isolate: " + e.getMessage(), e);
    }
  }
}
