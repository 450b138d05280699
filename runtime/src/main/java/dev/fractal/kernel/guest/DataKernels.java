package dev.fractal.kernel.guest;

import dev.fractal.kernel.Granted;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kernels in which forms of plain data are restored, one save after the other: data runs no code,
 * so that a realm is the same before it and after it is gone. Safe for any thread.
 */
final class DataKernels implements AutoCloseable {
  private static final int MOST = 4;
  private static final int MOST_ALIKE = 2;

  private final Map<Granted, Deque<GuestKernel>> idle = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /** One that nobody else uses until it is given back. */
  GuestKernel take(GuestKernel.Shared shared, Granted granted) {
    GuestKernel kernel = idle(granted);
    return kernel == null ? new GuestKernel(shared, granted) : kernel;
  }

  private synchronized @Nullable GuestKernel idle(Granted granted) {
    Deque<GuestKernel> alike = idle.get(granted);
    return alike == null ? null : alike.poll();
  }

  /** Keeps one for the next save, if it is as new. */
  void giveBack(Granted granted, GuestKernel kernel) {
    if (!kernel.clear() || !kept(granted, kernel)) {
      kernel.close();
    }
  }

  private synchronized boolean kept(Granted granted, GuestKernel kernel) {
    if (closed || (idle.size() == MOST && !idle.containsKey(granted))) {
      return false;
    }
    Deque<GuestKernel> alike = idle.computeIfAbsent(granted, _ -> new ArrayDeque<>());
    return alike.size() < MOST_ALIKE && alike.add(kernel);
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.values().forEach(alike -> alike.forEach(GuestKernel::close));
    idle.clear();
  }
}
