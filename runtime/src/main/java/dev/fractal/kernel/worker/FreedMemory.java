package dev.fractal.kernel.worker;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the system what closed kernels leave in the C library's heap: without it a worker
 * that once held many kernels would count as crowded for the rest of its life. Only GNU's library
 * has a call for it. Safe for any thread.
 */
final class FreedMemory {
  private static final Logger LOG = LoggerFactory.getLogger(FreedMemory.class);

  /** Giving back walks the whole heap, so it is done for many kernels at a time, and not often. */
  private static final int KERNELS = 32;

  private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicBoolean coming = new AtomicBoolean();

  /** A kernel was closed. */
  void closed() {
    if (closed.incrementAndGet() % KERNELS == 0 && coming.compareAndSet(false, true)) {
      LATER.execute(
          () -> {
            coming.set(false);
            var _ = giveBack();
          });
    }
  }

  /** Whether something was given back. */
  static boolean giveBack() {
    MethodHandle trim = Library.TRIM;
    if (trim == null) {
      return false;
    }
    try {
      return (int) trim.invokeExact(0L) == 1;
    } catch (Throwable e) {
      LOG.debug("no memory is given back: {}", e.toString());
      return false;
    }
  }

  /** Looked up when it is needed first. */
  private static final class Library {
    private static final @Nullable MethodHandle TRIM = trim();

    private Library() {}

    @SuppressWarnings("restricted") // the signature is that of the library's manual
    private static @Nullable MethodHandle trim() {
      var linker = Linker.nativeLinker();
      var signature = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
      return linker
          .defaultLookup()
          .find("malloc_trim")
          .map(address -> linker.downcallHandle(address, signature))
          .orElse(null);
    }
  }
}
