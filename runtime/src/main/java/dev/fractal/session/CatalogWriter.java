package dev.fractal.session;

import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.protocol.SessionId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings sessions' rows into the catalog behind their backs, the newest row of a session only. A
 * row that cannot be written is logged; the session's next change writes a newer one.
 */
public final class CatalogWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogWriter.class);
  private static final long FLUSH_SECONDS = 10;

  private final Catalog catalog;
  private final ExecutorService io;
  private final ConcurrentMap<SessionId, CatalogRow> waiting = new ConcurrentHashMap<>();
  private final Phaser writes = new Phaser(1);
  private final ReadWriteLock removals = new ReentrantReadWriteLock();

  public CatalogWriter(Catalog catalog, ExecutorService io) {
    this.catalog = catalog;
    this.io = io;
  }

  void update(CatalogRow row) {
    if (waiting.put(row.session(), row) == null) {
      writes.register();
      io.execute(() -> write(row.session()));
    }
  }

  /** Removes a session in such a way that no row of it is written after. */
  void remove(SessionId session, Runnable removal) {
    removals.writeLock().lock();
    try {
      waiting.remove(session);
      removal.run();
    } finally {
      removals.writeLock().unlock();
    }
  }

  private void write(SessionId session) {
    removals.readLock().lock();
    try {
      var row = waiting.remove(session);
      if (row != null) {
        catalog.upsert(row);
      }
    } catch (RuntimeException e) {
      LOG.warn("the catalog row of session {} was not written", session, e);
    } finally {
      removals.readLock().unlock();
      writes.arriveAndDeregister();
    }
  }

  /** Waits until every row is written, for a bounded time. */
  @Override
  public void close() {
    try {
      writes.awaitAdvanceInterruptibly(writes.arrive(), FLUSH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("some catalog rows were not written within {} s", FLUSH_SECONDS);
    }
  }
}
