package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.HostFunctions;
import dev.fractal.kernel.guest.Realm;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * V8 through Javet: an isolate per realm, thawed from a snapshot of its preludes. One expression
 * can end the process, so it belongs into a worker. Its heap limit is the process's, set by the
 * first engine.
 */
public final class V8Engine implements Engine {
  /** Name and version. */
  public static final String NAME = "v8-14.7";

  private final V8Host v8;
  private final KernelLimits limits;
  private final ConcurrentMap<Granted, byte[]> worlds = new ConcurrentHashMap<>();

  /** Starts V8 in this process, with the limits of all realms that it will open. */
  public V8Engine(KernelLimits limits) {
    this.limits = limits;
    v8 = V8Process.started(limits);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Realm world(Granted granted, KernelLimits wanted, HostFunctions host) {
    byte[] blob = worlds.computeIfAbsent(granted, this::freeze);
    V8Runtime runtime = create(options().setSnapshotBlob(blob));
    return V8Realm.thawed(runtime, host, wanted);
  }

  @Override
  public Realm parser() {
    return V8Realm.parser(create(options()), limits);
  }

  private static V8RuntimeOptions options() {
    return new V8RuntimeOptions();
  }

  /** A snapshot of the preludes with these functions. */
  private byte[] freeze(Granted granted) {
    V8RuntimeOptions options = options();
    options.setCreateSnapshotEnabled(true);
    try (V8Runtime runtime = create(options)) {
      runtime
          .getExecutor(Bootstrap.world(granted, limits))
          .setResourceName(Bootstrap.NAME)
          .executeVoid();
      return runtime.createSnapshot();
    } catch (JavetException e) {
      throw new IllegalStateException("V8 cannot make a snapshot of the preludes", e);
    }
  }

  private V8Runtime create(com.caoccao.javet.interop.options.RuntimeOptions<?> options) {
    try {
      return v8.createV8Runtime(options);
    } catch (JavetException e) {
      throw new IllegalStateException("V8 opens no isolate: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    worlds.clear();
  }
}
