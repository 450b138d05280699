package dev.fractal.session.work;

import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.database.Backoff;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sessions' rows into the catalog behind their backs: those of a short time together, the
 * newest row of a session only. While the store is away they wait, and newer ones take their place.
 */
public final class CatalogWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWriter.class);
  private static final long FLUSH_SECONDS = 10;
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private final Catalog catalog;
  private final Outlines outlines;
  private final Executor io;
  private final Executor later;
  private final ConcurrentMap<SessionId, CatalogRow> waiting = new ConcurrentHashMap<>();
  private final Set<SessionId> behind = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean planned = new AtomicBoolean();
  private final Phaser writes = new Phaser(1);
  private final ReadWriteLock removals = new ReentrantReadWriteLock();
  private volatile Backoff pauses = PAUSES;

  /**
   * A writer that uses the given threads.
   *
   * @param lag how long a row may wait for others
   */
  public CatalogWriter(Catalog catalog, Outlines outlines, Executor io, Duration lag) {
    this.catalog = catalog;
    this.outlines = outlines;
    this.io = io;
    this.later = CompletableFuture.delayedExecutor(lag.toNanos(), TimeUnit.NANOSECONDS, io);
  }

  public void update(CatalogRow row) {
    waiting.put(row.session(), row);
    if (planned.compareAndSet(false, true)) {
      later.execute(this::write);
    }
  }

  /** Has what a session comes to written, if that was last done long enough ago. */
  public void outline(SessionId session) {
    behind.add(session);
    if (planned.compareAndSet(false, true)) {
      later.execute(this::write);
    }
  }

  /** Removes a session in such a way that no row of it is written after. */
  void remove(SessionId session, Runnable removal) {
    removals.writeLock().lock();
    try {
      waiting.remove(session);
      behind.remove(session);
      removal.run();
    } finally {
      removals.writeLock().unlock();
    }
  }

  /** A row that arrives from here on plans a write of its own. */
  private void write() {
    planned.set(false);
    writes.register();
    removals.readLock().lock();
    try {
      write(taken());
      List.copyOf(behind).forEach(this::advance);
    } finally {
      removals.readLock().unlock();
      writes.arriveAndDeregister();
    }
  }

  private void write(List<CatalogRow> rows) {
    try {
      if (!rows.isEmpty()) {
        catalog.upsert(rows);
        pauses = PAUSES;
      }
    } catch (RuntimeException e) {
      LOG.warn("the catalog rows of {} sessions wait for the store: {}", rows.size(), e.toString());
      rows.forEach(row -> waiting.putIfAbsent(row.session(), row));
      if (planned.compareAndSet(false, true)) {
        var pause = pauses;
        pauses = pause.grown();
        pause.after(io, this::write);
      }
    }
  }

  /** A piece at a time; what fails is done at the session's next turn, and costs readers time. */
  private void advance(SessionId session) {
    if (!behind.remove(session)) {
      return;
    }
    try {
      if (outlines.advance(session)) {
        outline(session);
      }
    } catch (RuntimeException e) {
      LOG.warn("the outline of session {} is behind: {}", session, e.toString());
    }
  }

  /** Writes the row if the catalog has none or an older one, as after a crash. */
  public void repair(CatalogRow row) {
    var session = row.session();
    var call =
        new StoreCall<>(
            session, LogIds.about(session, io), () -> catalog.find(session), () -> false);
    io.execute(
        LogIds.about(
            session,
            () ->
                call.here(
                    (found, problem) -> {
                      if (found == null) {
                        LOG.warn("the catalog row of session {} was not checked", session, problem);
                      } else if (found.isEmpty() || isBehind(found.get(), row)) {
                        update(row);
                      }
                    })));
  }

  /** A row can have another status than its journal while the session was barred from waking. */
  private static boolean isBehind(CatalogRow found, CatalogRow row) {
    return found.sequence() < row.sequence()
        || (found.sequence() == row.sequence() && found.status() != row.status());
  }

  private List<CatalogRow> taken() {
    return waiting.keySet().stream().map(waiting::remove).filter(Objects::nonNull).toList();
  }

  /** Writes what waits, and waits until every row is written, for a bounded time. */
  @Override
  public void close() {
    write();
    try {
      writes.awaitAdvanceInterruptibly(writes.arrive(), FLUSH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("some catalog rows were not written within {} s", FLUSH_SECONDS);
    }
  }
}
