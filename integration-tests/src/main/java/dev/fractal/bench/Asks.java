package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Questions to sessions that are awake elsewhere, each caller with one at a time.
 *
 * @param rate answers per second of all callers together
 * @param millis from question to answer
 */
record Asks(int callers, double rate, Samples millis) {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Asks for so many seconds. */
  static Asks measure(BenchNode node, List<SessionId> sessions, int callers, double seconds) {
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = new ArrayList<Future<List<Double>>>();
      for (int caller = 0; caller < callers; caller++) {
        var session = sessions.get(caller % sessions.size());
        runs.add(threads.submit(() -> ask(node, session, end)));
      }
      var millis = new ArrayList<Double>();
      for (var run : runs) {
        millis.addAll(run.get());
      }
      return new Asks(
          callers, millis.size() * NANOS / (System.nanoTime() - start), new Samples(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("a question failed: " + e.getCause(), e);
    }
  }

  private static List<Double> ask(BenchNode node, SessionId session, long end) {
    var millis = new ArrayList<Double>();
    long now = System.nanoTime();
    while (now < end) {
      node.describe(session);
      long answered = System.nanoTime();
      millis.add((answered - now) / NANOS_PER_MILLI);
      now = answered;
    }
    return millis;
  }
}
