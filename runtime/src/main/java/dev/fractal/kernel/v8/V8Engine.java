package dev.fractal.kernel.v8;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.options.RuntimeOptions;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestFunctions;
import dev.fractal.kernel.guest.Realm;

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
  private final Blobs blobs;

  /** Starts V8 in this process, with the limits of all realms that it will open. */
  public V8Engine(KernelLimits limits) {
    this.limits = limits;
    v8 = V8Process.started(limits);
    blobs = new Blobs(v8);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Realm world(Granted granted, KernelLimits wanted, GuestFunctions host) {
    V8Runtime runtime =
        create(new V8RuntimeOptions().setSnapshotBlob(blobs.world(granted.functions())));
    return V8Realm.thawed(runtime, host, wanted);
  }

  @Override
  public Realm parser() {
    return V8Realm.parser(create(new V8RuntimeOptions().setSnapshotBlob(blobs.parser())), limits);
  }

  private V8Runtime create(RuntimeOptions<?> options) {
    try {
      return v8.createV8Runtime(options);
    } catch (JavetException e) {
      throw new IllegalStateException("V8 opens no isolate: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // V8 stays in its process; realms are closed by those who opened them.
  }
}
