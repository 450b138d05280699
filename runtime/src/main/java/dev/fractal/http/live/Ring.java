package dev.fractal.http.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The newest items of a stream, bounded in number and bytes; every item has a number of its own,
 * and a reader that is behind the oldest one has been overtaken. For any thread.
 */
final class Ring {
  private static final int BATCH = 64;
  private static final long BYTES_PER_ITEM = 8 * 1024;

  private final int most;
  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private long first;
  private long bytes;
  private boolean closed;
  private CompletableFuture<Void> changed = new CompletableFuture<>();

  Ring(int most) {
    this.most = most;
  }

  /** What a reader finds. */
  sealed interface Found {
    /** Items from its number on. */
    record Items(List<Item> items, long next) implements Found {}

    /** It was overtaken: so many items are gone. */
    record Overtaken(long missed) implements Found {}

    /** Nothing yet; the stage completes when something happens, be it only time. */
    record Nothing(CompletableFuture<Void> changed) implements Found {}

    /** The stream has ended. */
    record Closed() implements Found {}
  }

  /** The number of the next item. */
  synchronized long next() {
    return first + items.size();
  }

  synchronized Found from(long number) {
    if (closed) {
      return new Found.Closed();
    }
    if (number < first) {
      return new Found.Overtaken(first - number);
    }
    if (number == first + items.size()) {
      return new Found.Nothing(changed);
    }
    var batch = new ArrayList<Item>(BATCH);
    items.stream().skip(number - first).limit(BATCH).forEach(batch::add);
    return new Found.Items(batch, number + batch.size());
  }

  void append(List<Item> more) {
    if (!more.isEmpty()) {
      add(more);
      wake();
    }
  }

  private synchronized void add(List<Item> more) {
    for (var item : more) {
      items.addLast(item);
      bytes += item.json().size();
      while (items.size() > most || (bytes > most * BYTES_PER_ITEM && items.size() > 1)) {
        bytes -= items.removeFirst().json().size();
        first++;
      }
    }
  }

  /** Lets all readers look again. */
  void wake() {
    CompletableFuture<Void> before;
    synchronized (this) {
      before = changed;
      changed = new CompletableFuture<>();
    }
    before.complete(null);
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    wake();
  }
}
