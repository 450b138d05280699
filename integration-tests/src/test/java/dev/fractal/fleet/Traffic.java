package dev.fractal.fleet;

import dev.fractal.node.LocalNode;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.TurnResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Callers that run turn after turn, each in a session of its own, with a read after each. */
final class Traffic {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final double NANOS = 1e9;

  private final LocalNode client;
  private final Load load;
  private final int callers;
  private final AtomicIntegerArray turns;
  private final AtomicLong longest = new AtomicLong();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Traffic(LocalNode client, int callers) {
    this.client = client;
    this.load = new Load(client, "t", "Ping ");
    this.callers = callers;
    this.turns = new AtomicIntegerArray(callers + 1);
  }

  static Traffic of(LocalNode client, int callers) {
    var traffic = new Traffic(client, callers);
    for (int caller = 1; caller <= callers; caller++) {
      int number = caller;
      traffic.threads.execute(() -> traffic.call(number));
    }
    return traffic;
  }

  private void call(int number) {
    long last = System.nanoTime();
    try {
      while (!over.get()) {
        var result = load.turn(number, Integer.toString(turns.get(number))).join();
        var _ = client.sessions().describe(load.session(number)).toCompletableFuture().join();
        if (!value(result).equals(Integer.toString(number))) {
          errors.add(load.session(number) + " answered " + result.outcome());
        }
        long now = System.nanoTime();
        long took = now - last;
        if (turns.get(number) > 0) {
          longest.accumulateAndGet(took, Math::max);
        }
        last = now;
        turns.incrementAndGet(number);
      }
    } catch (RuntimeException | AssertionError e) {
      errors.add(load.session(number) + ": " + e);
    }
  }

  private static String value(TurnResult result) {
    return result.outcome() instanceof TurnOutcome.Finished(Content.Inline(var text))
        ? text
        : result.outcome().toString();
  }

  /** Waits until so many turns more have ended. */
  void awaitMore(int more) {
    int goal = total() + more;
    Until.holds(more + " more turns", PATIENCE, () -> total() >= goal || !errors.isEmpty());
  }

  void stop() {
    over.set(true);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        errors.add("a caller got no answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int turns(int number) {
    return turns.get(number);
  }

  int total() {
    int sum = 0;
    for (int number = 1; number <= callers; number++) {
      sum += turns.get(number);
    }
    return sum;
  }

  List<String> errors() {
    return errors;
  }

  /** The longest time of one turn of one session but its first, from the end of the one before. */
  double longestSeconds() {
    return longest.get() / NANOS;
  }

  @Override
  public String toString() {
    return "%d turns in %d sessions, longest gap %.1f s, errors: %s"
        .formatted(total(), callers, longestSeconds(), errors);
  }
}
