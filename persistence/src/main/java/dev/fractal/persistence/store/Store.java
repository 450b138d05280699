package dev.fractal.persistence.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.JdbcCatalog;
import dev.fractal.persistence.catalog.JdbcWakes;
import dev.fractal.persistence.catalog.Wakes;
import dev.fractal.persistence.database.DatabaseFailure;
import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.journal.EventCodec;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.journal.JournalWriter;
import dev.fractal.persistence.journal.ManyJournals;
import dev.fractal.persistence.journal.Snapshot;
import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.persistence.journal.SnapshotReader;
import dev.fractal.persistence.journal.WholeJournal;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.outline.JdbcOutlines;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.outline.StandingMemory;
import dev.fractal.persistence.payload.JdbcPayloadStore;
import dev.fractal.persistence.payload.PayloadStore;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * An open store: one database with journal, snapshots, payloads and catalog. Opening it fails with
 * one sentence and leaves nothing behind. Close it after the actor system that uses it has ended.
 */
public final class Store implements AutoCloseable {
  private static final String POOL = "fractal-store";

  /** Bytes of outlines that are kept in memory: those of some ten thousand small sessions. */
  private static final long REMEMBERED = 8 << 20;

  private final StoreConfig config;
  private final Database database;
  private final HikariDataSource pool;
  private final Jdbc jdbc;
  private final StoreAccess access;
  private final StandingMemory memory = new StandingMemory(REMEMBERED);

  private Store(StoreConfig config, Database database, HikariDataSource pool, StoreAccess access) {
    this.config = config;
    this.database = database;
    this.pool = pool;
    this.access = access;
    this.jdbc = new Jdbc(pool, database.place());
  }

  /** Opens a store to write: makes it when it is missing and migrates it when it is older. */
  public static Store openNode(StoreConfig config) {
    return open(config, StoreAccess.NODE);
  }

  /** Opens a store that exists and has this version, to read. */
  public static Store openReader(StoreConfig config) {
    return open(config, StoreAccess.READER);
  }

  private static Store open(StoreConfig config, StoreAccess access) {
    var database = Database.of(config);
    boolean opened = false;
    try {
      database.acquire(access);
      var store = new Store(config, database, pool(config, database), access);
      store.prepare();
      opened = true;
      return store;
    } finally {
      if (!opened) {
        database.discard();
      }
    }
  }

  private static HikariDataSource pool(StoreConfig config, Database database) {
    var hikari = database.connection();
    hikari.setPoolName(POOL);
    hikari.setMaximumPoolSize(config.pool().other());
    hikari.setConnectionTimeout(config.pool().patience().toMillis());
    return connect(hikari, database);
  }

  private static HikariDataSource connect(HikariConfig hikari, Database database) {
    try {
      return new HikariDataSource(hikari);
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException failure
          ? DatabaseFailure.exception(database.place(), failure)
          : e;
    }
  }

  private void prepare() {
    var schema = new Schema(database, jdbc);
    try {
      switch (access) {
        case NODE -> schema.migrate();
        case READER -> schema.require();
      }
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** The store as a user knows it: a directory or an address. */
  public String place() {
    return database.place();
  }

  public DataSource dataSource() {
    return pool;
  }

  public Jdbc jdbc() {
    return jdbc;
  }

  public PayloadStore payloads() {
    return new JdbcPayloadStore(jdbc, database.spoolDirectory());
  }

  public Catalog catalog() {
    return new JdbcCatalog(jdbc);
  }

  public Wakes wakes() {
    return new JdbcWakes(jdbc);
  }

  public SessionRemoval removal() {
    return new JdbcSessionRemoval(jdbc);
  }

  public UnfinishedSessions unfinished() {
    return new UnfinishedSessions(jdbc);
  }

  public JournalReader journal() {
    return new JournalReader(jdbc, EventCodec.standard());
  }

  /** Writes journals that were made elsewhere. */
  public JournalWriter journalWriter() {
    return new JournalWriter(jdbc, EventCodec.standard());
  }

  /** What sessions come to; a node's brings what is far behind up to date. */
  public Outlines outlines() {
    var journals = new ManyJournals(jdbc, EventCodec.standard());
    return new JdbcOutlines(jdbc, journal(), journals, memory, access == StoreAccess.NODE);
  }

  /** The stored states of sessions. */
  public <S extends Snapshot> SnapshotReader<S> snapshots(Class<S> root) {
    return new SnapshotReader<>(jdbc, new SnapshotCodec<>(root));
  }

  /** Reads the journal of all sessions in its order. */
  public WholeJournal wholeJournal() {
    return new WholeJournal(jdbc, EventCodec.standard());
  }

  /**
   * The tables by which the database decides about a cluster. The caller closes them.
   *
   * @param ttl how long a node counts as alive after a beat; bounds every call
   * @throws StoreException when the store is embedded
   */
  public ClusterTables openCluster(Duration ttl) {
    return switch (database) {
      case PostgresDatabase postgres ->
          new ClusterTables(connect(postgres.membership(ttl), database), place());
      case H2Database _ ->
          throw new StoreException(
              "the store in " + place() + " is for one process; a cluster needs PostgreSQL");
    };
  }

  StoreConfig config() {
    return config;
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    try {
      database.shutDown(jdbc);
    } finally {
      pool.close();
      database.release();
    }
  }
}
