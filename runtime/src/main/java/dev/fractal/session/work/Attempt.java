package dev.fractal.session.work;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.StoreBroken;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work, from its start to the message that the session gets. What it asks of the store
 * ends in one of three ways: it <em>ended</em>, and the work goes on with what it gave; the store
 * is <em>broken</em>, its bytes damaged or gone, and the session is told so; or the store is
 * <em>away</em>, and is asked again after growing pauses for as long as the outcome is wanted. What
 * the work has in hand by then, such as a paid reply, stays in hand.
 */
final class Attempt {
  private final CallKey key;
  private final ExecutorService io;
  private final CompletableFuture<SessionMessage> outcome = new CompletableFuture<>();
  private volatile Function<Exception, SessionMessage> failure;

  /**
   * Work that has not begun.
   *
   * @param io threads that may block
   * @param failure what the session gets when the work fails, and neither the store's bytes nor its
   *     absence are the reason
   */
  Attempt(CallKey key, ExecutorService io, Function<Exception, SessionMessage> failure) {
    this.key = key;
    this.io = io;
    this.failure = failure;
  }

  /** Completes with the message that the session gets; cancelling it ends the work. */
  CompletableFuture<SessionMessage> outcome() {
    return outcome;
  }

  /** From here on a failure means something else: what there is in hand counts. */
  void failsWith(Function<Exception, SessionMessage> other) {
    failure = other;
  }

  void end(SessionMessage message) {
    outcome.complete(message);
  }

  /** Ends the work so, unless it has ended by then. */
  void endsWithin(Duration time, SessionMessage message) {
    var _ = outcome.completeOnTimeout(message, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void fail(Exception problem) {
    if (!outcome.isDone()) {
      end(failure.apply(problem));
    }
  }

  /** Asks something of the store, on a thread of its own; {@code then} goes on with it there. */
  <T> void reach(Callable<T> question, Consumer<T> then) {
    io.execute(LogIds.about(key, () -> reachHere(question, then)));
  }

  /** As {@link #reach}, at first on this thread, which may block. */
  <T> void reachHere(Callable<T> question, Consumer<T> then) {
    if (!outcome.isDone()) {
      var threads = LogIds.about(key, io);
      new StoreCall<>(key, threads, question, outcome::isDone).here(answered(then));
    }
  }

  private <T> BiConsumer<@Nullable T, @Nullable Exception> answered(Consumer<T> then) {
    return (given, problem) -> {
      if (given != null) {
        go(() -> then.accept(given));
      } else if (problem != null && !outcome.isDone()) {
        end(isBroken(problem) ? broken(problem) : failure.apply(problem));
      }
    };
  }

  private static boolean isBroken(Exception problem) {
    return problem instanceof PayloadUnavailable || problem instanceof StoreException;
  }

  private SessionMessage broken(Exception problem) {
    var type = problem instanceof PayloadUnavailable ? "PayloadUnavailable" : "StoreDamaged";
    return new StoreBroken(key, new Failure(type, String.valueOf(problem.getMessage())));
  }

  /**
   * Waits for something outside of the store, which is cancelled with the work. {@code then} gets
   * what came of it or what went wrong, on a thread that may block.
   */
  <T> void follow(CompletableFuture<T> call, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    var _ = outcome.whenComplete((_, _) -> call.cancel(true));
    // What is there already is taken by this thread.
    Executor threads = call.isDone() ? Runnable::run : io;
    var _ =
        call.whenCompleteAsync(
            (given, problem) -> {
              if (!outcome.isDone()) {
                go(() -> then.accept(given, problem));
              }
            },
            LogIds.about(key, threads));
  }

  /**
   * Does something outside of the store that blocks and is interrupted when the outcome is not
   * wanted any more, or is there already. The store itself is never interrupted: an embedded one
   * would close its files.
   */
  <T> void interruptibly(Callable<T> task, Consumer<T> then) {
    var done = new CompletableFuture<T>();
    var running =
        io.submit(
            LogIds.about(
                key,
                () -> {
                  try {
                    done.complete(task.call());
                  } catch (Exception | StackOverflowError e) {
                    done.completeExceptionally(e);
                  }
                }));
    var _ = outcome.whenComplete((_, _) -> running.cancel(true));
    var _ =
        done.whenCompleteAsync(
            (given, problem) -> {
              if (problem != null) {
                fail(problem instanceof Exception e ? e : new IllegalStateException(problem));
              } else {
                go(() -> then.accept(given));
              }
            },
            LogIds.about(key, io));
  }

  private void go(Runnable next) {
    try {
      next.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }
}
