package dev.fractal.node;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.WorkerNews;
import dev.fractal.persistence.database.Backoff;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels whose engine starts on a thread of its own while the node starts; whoever needs it first
 * waits for it. It opens one kernel ahead, so that the first session finds everything loaded. What
 * fails at files may pass and is tried again a few times, within about three seconds.
 */
final class OpeningKernels implements KernelFactory {
  private static final Logger LOG = LoggerFactory.getLogger(OpeningKernels.class);

  private static final Backoff PAUSES =
      new Backoff(Duration.ofMillis(200), Duration.ofMillis(1_600));
  private static final int TRIES = 5;

  private final String stamp;
  private final CompletableFuture<KernelFactory> opened = new CompletableFuture<>();

  /**
   * Starts to open.
   *
   * @param expected what most sessions' cells may ask of the host
   */
  OpeningKernels(String stamp, Granted expected, Supplier<? extends KernelFactory> opener) {
    this.stamp = stamp;
    Thread.ofPlatform().name("kernel-start").daemon().start(() -> open(expected, opener));
  }

  private void open(Granted expected, Supplier<? extends KernelFactory> opener) {
    try {
      var factory = started(opener);
      opened.complete(factory);
      openAhead(factory, expected);
    } catch (RuntimeException | Error e) {
      LOG.error("the engine of the kernels does not start", e);
      opened.completeExceptionally(e);
    }
  }

  private static KernelFactory started(Supplier<? extends KernelFactory> opener) {
    var pauses = PAUSES;
    for (int failed = 1; failed < TRIES; failed++) {
      try {
        return opener.get();
      } catch (UncheckedIOException e) {
        LOG.warn("the engine of the kernels does not start yet: {}", e.toString());
        LockSupport.parkNanos(pauses.pause().toNanos());
        pauses = pauses.grown();
      }
    }
    return opener.get();
  }

  /** A worker that ends meanwhile is made up for when somebody needs one. */
  private static void openAhead(KernelFactory factory, Granted expected) {
    try {
      factory.open(Map.of(), expected).close();
    } catch (KernelLostException e) {
      LOG.debug("no kernel was opened ahead: {}", e.getMessage());
    }
  }

  @Override
  public String stamp() {
    return stamp;
  }

  @Override
  public Kernel open(Opening opening) {
    return factory().open(opening);
  }

  @Override
  public Optional<String> problem() {
    if (!opened.isDone()) {
      return Optional.empty();
    }
    return opened.isCompletedExceptionally()
        ? Optional.of("the kernel's engine did not start; the node's log says why")
        : factory().problem();
  }

  @Override
  public boolean isCrowded() {
    return opened.isDone() && !opened.isCompletedExceptionally() && factory().isCrowded();
  }

  @Override
  public void tell(WorkerNews news) {
    var _ = opened.thenAccept(factory -> factory.tell(news));
  }

  private KernelFactory factory() {
    try {
      return opened.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the kernel's engine did not start", e.getCause());
    }
  }

  /** Kernels that are still being opened are closed when they are: nobody waits for them. */
  @Override
  public void close() {
    var _ = opened.thenAccept(KernelFactory::close);
  }
}
