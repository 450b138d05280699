package dev.fractal.persistence.membership;

import com.zaxxer.hikari.HikariDataSource;
import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.StoreException;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables by which the database decides about a cluster, on connections of their own: beats do
 * not queue behind other work. Every call blocks for a bounded time and throws a {@link
 * StoreException} when the database does not answer. Only the database's clock is read. For use by
 * several threads.
 */
public final class ClusterTables implements AutoCloseable {
  /** What the database says to a write of a fenced node. */
  private static final String FENCED = "FR001";

  private static final String SHARDS = "number-of-shards";
  private static final String FIX =
      "INSERT INTO \"settings\" (\"key\", \"value\") VALUES (?, ?) ON CONFLICT DO NOTHING";
  private static final String SETTING = "SELECT \"value\" FROM \"settings\" WHERE \"key\" = ?";

  private final HikariDataSource pool;
  private final Jdbc jdbc;
  private final NodeTable nodes;
  private final LeaseTable leases;
  private final BootstrapRow bootstrap;

  /** Takes the pool over: its connections have lock and statement timeouts. */
  public ClusterTables(HikariDataSource pool, String place) {
    this.pool = pool;
    this.jdbc = new Jdbc(pool, place);
    this.nodes = new NodeTable(jdbc);
    this.leases = new LeaseTable(jdbc);
    this.bootstrap = new BootstrapRow(jdbc);
  }

  /** Whether a write failed because its node was fenced. */
  public static boolean isFenced(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && FENCED.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Begins a life of a node, which ends the one before it at the same address. */
  public Incarnation register(Registration registration) {
    return nodes.register(registration);
  }

  /**
   * Says that a node is alive, which renews all its leases; false when it has been fenced.
   *
   * @param sessions how many are awake on it
   */
  public boolean beat(Incarnation node, int sessions) {
    return nodes.beat(node.id(), sessions);
  }

  /** What a node that starts shall do. */
  public Formation mayForm(Incarnation node) {
    return bootstrap.mayForm(node.id());
  }

  /** Makes a node that has joined a member; false when its cluster was given up or it is fenced. */
  public boolean joined(Incarnation node) {
    return bootstrap.joined(node.id());
  }

  /** Says that a node is leaving: nobody joins it any more. */
  public boolean leaving(Incarnation node) {
    return nodes.leaving(node.id());
  }

  /** Removes a node that has stopped, with its leases. */
  public boolean leave(Incarnation node) {
    return nodes.remove(node.id());
  }

  /** Takes a node's right to write, whatever its state; false when it had none. */
  public boolean fence(Incarnation node) {
    return nodes.fence(node.id());
  }

  /** What tells the others that a node's process runs. The caller closes it. */
  public LifeSign sign(Incarnation node) {
    return new LifeSign(pool, jdbc.place(), node);
  }

  /**
   * Takes a node's right to write if it gives no sign of life; whether that is so. A node that
   * would give one again finds itself fenced.
   */
  public boolean fenceGone(Incarnation node) {
    return nodes.fenceGone(node);
  }

  /** Wishes to hold a lease. Taking it from a node that is not heard of fences that node. */
  public LeaseAnswer acquire(String lease, Incarnation node) {
    return leases.acquire(lease, node.id());
  }

  /** Gives a lease back, if it is the node's. */
  public void release(String lease, Incarnation node) {
    leases.release(lease, node.id());
  }

  /** All nodes that have not been fenced and have not left, oldest first. */
  public List<NodeEntry> list() {
    return nodes.list();
  }

  /**
   * Fixes the number of shards for the life of the database.
   *
   * @throws StoreException when it has been fixed to another one
   */
  public void requireShards(int shards) {
    var fixed = fix(SHARDS, Integer.toString(shards));
    if (!fixed.equals(Integer.toString(shards))) {
      throw new StoreException(
          "this node has %d shards but the database at %s was made with %s; set %s = %s"
              .formatted(
                  shards, jdbc.place(), fixed, "pekko.cluster.sharding.number-of-shards", fixed));
    }
  }

  private String fix(String key, String value) {
    return jdbc.transaction(
        connection -> {
          try (var fix = connection.prepareStatement(FIX)) {
            fix.setString(1, key);
            fix.setString(2, value);
            fix.executeUpdate();
          }
          try (var query = connection.prepareStatement(SETTING)) {
            query.setString(1, key);
            try (var row = query.executeQuery()) {
              row.next();
              return row.getString(1);
            }
          }
        });
  }

  @Override
  public void close() {
    pool.close();
  }
}
