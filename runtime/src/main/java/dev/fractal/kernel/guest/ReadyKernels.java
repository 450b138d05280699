package dev.fractal.kernel.guest;

import dev.fractal.kernel.Granted;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels that are opened before they are asked for, one for each of the newest sets of granted
 * functions: most of an opening is the engine's work and depends on nothing else. Safe for any
 * thread.
 */
final class ReadyKernels implements AutoCloseable {
  private static final int MOST = 4;
  private static final Logger LOG = LoggerFactory.getLogger(ReadyKernels.class);

  private final Map<Granted, GuestKernel> ready = new LinkedHashMap<>();
  private final Set<Granted> coming = new HashSet<>();
  private final ExecutorService opener =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("kernels-ahead").factory());
  private boolean closed;

  /** The one that is ready, or a new one; the next one is opened meanwhile. */
  GuestKernel of(GuestKernel.Shared shared, Granted granted) {
    GuestKernel kernel = taken(shared, granted);
    return kernel == null ? new GuestKernel(shared, granted) : kernel;
  }

  private synchronized @Nullable GuestKernel taken(GuestKernel.Shared shared, Granted granted) {
    if (!closed && coming.add(granted)) {
      opener.execute(() -> prepare(shared, granted));
    }
    return ready.remove(granted);
  }

  private void prepare(GuestKernel.Shared shared, Granted granted) {
    GuestKernel kernel = null;
    try {
      kernel = new GuestKernel(shared, granted);
    } catch (RuntimeException e) {
      LOG.debug("no kernel is opened ahead: {}", e.toString());
    }
    GuestKernel spare = kept(granted, kernel);
    if (spare != null) {
      spare.close();
    }
  }

  /** Keeps one; gives the one that has to go for it. */
  private synchronized @Nullable GuestKernel kept(Granted granted, @Nullable GuestKernel kernel) {
    coming.remove(granted);
    if (kernel == null || closed) {
      return kernel;
    }
    GuestKernel before = ready.put(granted, kernel);
    return before == null && ready.size() > MOST ? eldest() : before;
  }

  private @Nullable GuestKernel eldest() {
    Iterator<GuestKernel> all = ready.values().iterator();
    GuestKernel first = all.next();
    all.remove();
    return first;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    opener.close();
    synchronized (this) {
      ready.values().forEach(GuestKernel::close);
      ready.clear();
    }
  }
}
