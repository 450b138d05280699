package dev.fractal.node;

import dev.fractal.kernel.EngineAwayException;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels whose engine starts on a thread of its own while the node starts; whoever needs it first
 * waits for it. It opens one kernel ahead, so that the first session finds everything loaded. What
 * fails at files may pass and is tried again, as long as the node runs; after about three seconds
 * nobody waits for it any more.
 */
final class OpeningKernels implements KernelFactory {
  private static final Logger LOG = LoggerFactory.getLogger(OpeningKernels.class);

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  /** Failures after which nobody waits any more. */
  private static final int SHORTLY = 5;

  private final String stamp;
  private final CompletableFuture<KernelFactory> there = new CompletableFuture<>();
  private final CompletableFuture<Boolean> waitedFor = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Exception away;

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
      there.complete(factory);
      waitedFor.complete(true);
      openAhead(factory, expected);
    } catch (RuntimeException | Error | InterruptedException e) {
      LOG.error("the engine of the kernels does not start", e);
      there.completeExceptionally(e);
      waitedFor.complete(false);
    }
  }

  private KernelFactory started(Supplier<? extends KernelFactory> opener)
      throws InterruptedException {
    var pauses = PAUSES;
    for (int failed = 1; ; failed++) {
      try {
        return opener.get();
      } catch (UncheckedIOException e) {
        LOG.warn("the engine of the kernels does not start yet: {}", e.toString());
        away = e;
        if (failed == SHORTLY) {
          waitedFor.complete(false);
        }
        if (closed.await(pauses.pause().toMillis(), TimeUnit.MILLISECONDS)) {
          throw e;
        }
        pauses = pauses.grown();
      }
    }
  }

  /** A worker that ends meanwhile is made up for when somebody needs one. */
  private static void openAhead(KernelFactory factory, Granted expected) {
    try {
      factory.open(Map.of(), expected).close();
    } catch (KernelLostException | EngineAwayException e) {
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
    if (there.isDone() && !there.isCompletedExceptionally()) {
      return factory().problem();
    }
    return waitedFor.isDone()
        ? Optional.of("the kernel's engine does not start; the node's log says why")
        : Optional.empty();
  }

  @Override
  public boolean isCrowded() {
    return there.isDone() && !there.isCompletedExceptionally() && factory().isCrowded();
  }

  @Override
  public void tell(WorkerNews news) {
    var _ = there.thenAccept(factory -> factory.tell(news));
  }

  private KernelFactory factory() {
    var _ = waitedFor.join();
    var why = away;
    if (!there.isDone() && why != null) {
      throw new EngineAwayException("the kernel's engine does not start yet", why);
    }
    try {
      return there.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the kernel's engine did not start", e.getCause());
    }
  }

  /** Kernels that are still being opened are closed when they are: nobody waits for them. */
  @Override
  public void close() {
    closed.countDown();
    var _ = there.thenAccept(KernelFactory::close);
  }
}
