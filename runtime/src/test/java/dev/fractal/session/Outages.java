package dev.fractal.session;

import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.database.DatabaseFailure;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.io.Reader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.pekko.persistence.testkit.JournalOperation;
import org.apache.pekko.persistence.testkit.ProcessingPolicy;
import org.apache.pekko.persistence.testkit.ProcessingResult;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.StorageFailure;

/**
 * A store that is away when a plan says so, whatever is asked of it: journal, payloads or catalog.
 * Every access counts, from 1.
 */
public final class Outages {
  private static final Plan NONE = new Plan(0, 0, Manner.REFUSED);

  private final AtomicInteger accesses = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile Plan plan = NONE;

  /** How an access fails. */
  public enum Manner {
    /** Nothing was done. */
    REFUSED,
    /** It was done, and the answer was lost; a journal cannot do this here. */
    LOST,
    /** Nothing was done, which is known after a while. */
    SLOW
  }

  /**
   * Which accesses fail.
   *
   * @param first the first one, from 1; 0 for none
   * @param times how many in a row
   */
  public record Plan(int first, int times, Manner manner) {
    private boolean fails(int access) {
      return first > 0 && access >= first && access < first + times;
    }
  }

  /** Counts from the beginning again and fails as planned from there. */
  public void begin(Plan next) {
    accesses.set(0);
    failures.set(0);
    plan = next;
  }

  /** Nothing fails. */
  public void begin() {
    begin(NONE);
  }

  public int accesses() {
    return accesses.get();
  }

  /** How many accesses failed since the plan began. */
  public int failures() {
    return failures.get();
  }

  private <T> T reached(Supplier<T> access) {
    var now = plan;
    if (!now.fails(accesses.incrementAndGet())) {
      return access.get();
    }
    failures.incrementAndGet();
    switch (now.manner()) {
      case LOST -> {
        var _ = access.get();
      }
      case SLOW -> LockSupport.parkNanos(200_000_000);
      case REFUSED -> {}
    }
    throw away();
  }

  private static StoreException away() {
    return DatabaseFailure.exception(
        "the test", new SQLException("An I/O error occurred while sending", "08006"));
  }

  /** The journal of a rig in memory. */
  public ProcessingPolicy<JournalOperation> journal() {
    return new ProcessingPolicy<>() {
      @Override
      public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
        try {
          return reached(ProcessingSuccess::getInstance);
        } catch (StoreException e) {
          return StorageFailure.create(e);
        }
      }
    };
  }

  /** Payloads that can be away. */
  public PayloadStore payloads(PayloadStore there) {
    return new PayloadStore() {
      @Override
      public PayloadId put(String text) {
        return reached(() -> there.put(text));
      }

      @Override
      public InputRef putFrom(Reader text) throws IOException {
        return there.putFrom(text);
      }

      @Override
      public String get(PayloadId id) {
        return reached(() -> there.get(id));
      }

      @Override
      public PayloadText open(PayloadId id) {
        return opened(reached(() -> there.open(id)));
      }
    };
  }

  private PayloadText opened(PayloadText there) {
    return new PayloadText() {
      @Override
      public long length() {
        return there.length();
      }

      @Override
      public String slice(long start, long end) {
        return reached(() -> there.slice(start, end));
      }

      @Override
      public Reader reader() {
        return reached(there::reader);
      }
    };
  }

  /** A catalog that can be away. */
  public Catalog catalog(Catalog there) {
    return new Catalog() {
      @Override
      public void upsert(List<CatalogRow> rows) {
        reached(
            () -> {
              there.upsert(rows);
              return true;
            });
      }

      @Override
      public Optional<CatalogRow> find(SessionId session) {
        return reached(() -> there.find(session));
      }

      @Override
      public List<CatalogRow> list(int limit) {
        return there.list(limit);
      }

      @Override
      public List<CatalogRow> list(CatalogRow after, int limit) {
        return there.list(after, limit);
      }

      @Override
      public List<CatalogRow> children(Collection<SessionId> parents) {
        return there.children(parents);
      }

      @Override
      public List<CatalogRow> tree(SessionId root) {
        return there.tree(root);
      }

      @Override
      public List<Due> due(Instant by, int limit) {
        return there.due(by, limit);
      }

      @Override
      public List<CatalogRow> asked(Optional<SessionId> root, int limit) {
        return there.asked(root, limit);
      }

      @Override
      public Asking asking() {
        return reached(there::asking);
      }
    };
  }
}
