package dev.fractal.session.work;

import dev.fractal.kernel.EngineAwayException;
import dev.fractal.kernel.InputAwayException;
import dev.fractal.persistence.database.Backoff;
import dev.fractal.persistence.database.DatabaseFailure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A question to the store that is asked again, after growing pauses, while the store is away, or
 * what evaluates its answer.
 *
 * @param about whose question it is, for the log
 * @param threads that ask again; they may block
 * @param over whether it is no longer asked again
 */
public record StoreCall<T>(
    Object about, Executor threads, Callable<T> question, BooleanSupplier over) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCall.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  /** Asks on this thread; what came of it goes to {@code then}, here or on another thread, once. */
  public void here(BiConsumer<@Nullable T, @Nullable Exception> then) {
    ask(then, PAUSES);
  }

  private void ask(BiConsumer<@Nullable T, @Nullable Exception> then, Backoff pauses) {
    T given = null;
    Exception problem = null;
    try {
      given = question.call();
    } catch (Exception e) {
      problem = e;
    } catch (StackOverflowError e) {
      problem = new IllegalStateException("the stack of the node ended: " + e, e);
    }
    if (problem == null || !isAway(problem) || over.getAsBoolean()) {
      then.accept(given, problem);
      return;
    }
    var away = problem;
    LOG.warn("{} goes on when what it needs is back: {}", about, away.toString());
    pauses.after(
        threads,
        () -> {
          if (over.getAsBoolean()) {
            then.accept(null, away);
          } else {
            ask(then, pauses.grown());
          }
        });
  }

  /** Whether a failure passes: nothing is known to be wrong with what is stored. */
  public static boolean isAway(Exception problem) {
    return problem instanceof InputAwayException
        || problem instanceof EngineAwayException
        || DatabaseFailure.isOutage(problem);
  }
}
