package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the stub server has seen; a request counts once it was received whole. */
public final class StubCounts {
  private static final Pattern ASKED = Pattern.compile("\\?(total|inFlight|dropped)=(\\d{1,9})$");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Integer> byKey = new TreeMap<>();
  private int total;
  private int inFlight;
  private int dropped;

  /** Counts a request and says how often its key was seen, this time included. */
  int arrived(String key) {
    return locked(
        () -> {
          total++;
          inFlight++;
          return byKey.merge(key, 1, Integer::sum);
        });
  }

  /** Counts a request whose reply went out, or whose client did not wait for it. */
  void ended(boolean clientGone) {
    locked(
        () -> {
          inFlight--;
          dropped += clientGone ? 1 : 0;
          return dropped;
        });
  }

  public int total() {
    return locked(() -> total);
  }

  public int inFlight() {
    return locked(() -> inFlight);
  }

  /** Requests whose client went away before the reply was out. */
  public int dropped() {
    return locked(() -> dropped);
  }

  public int of(String key) {
    return locked(() -> byKey.getOrDefault(key, 0));
  }

  /** Waits until the number is reached; false if it was not in time. */
  public boolean await(ToIntFunction<StubCounts> number, int atLeast, Duration patience) {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (number.applyAsInt(this) < atLeast && left > 0) {
        left = changed.awaitNanos(left);
      }
      return number.applyAsInt(this) >= atLeast;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to 10 seconds if the path asks for it, such as {@code /count?dropped=1}. */
  void awaitAsked(String path) {
    Matcher asked = ASKED.matcher(path);
    if (asked.find()) {
      int atLeast = Integer.parseInt(asked.group(2));
      var _ =
          switch (asked.group(1)) {
            case "total" -> await(StubCounts::total, atLeast, PATIENCE);
            case "inFlight" -> await(StubCounts::inFlight, atLeast, PATIENCE);
            default -> await(StubCounts::dropped, atLeast, PATIENCE);
          };
    }
  }

  String json() {
    lock.lock();
    try {
      ObjectNode json = new JsonMapper().createObjectNode();
      json.put("total", total).put("inFlight", inFlight).put("dropped", dropped);
      ObjectNode keys = json.putObject("byKey");
      byKey.forEach(keys::put);
      return json.toString();
    } finally {
      lock.unlock();
    }
  }

  private int locked(IntSupplier step) {
    lock.lock();
    try {
      return step.getAsInt();
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }
}
