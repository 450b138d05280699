package dev.fractal.fleet;

import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** Which node holds the lease of which shard, and so hosts its sessions. */
record Shards(Map<String, String> owners) {
  private static final int COUNT = 128;

  /** As it is now. */
  static Shards of(Fleet fleet) {
    try (var store = fleet.store()) {
      return of(store);
    }
  }

  static Shards of(Store store) {
    return new Shards(store.jdbc().run(Shards::owners));
  }

  private static Map<String, String> owners(Connection connection) throws SQLException {
    var sql =
        """
        SELECT "lease"."name", "node"."name" FROM "lease" JOIN "node" USING ("incarnation")
        """;
    try (var query = connection.prepareStatement(sql);
        var row = query.executeQuery()) {
      var owners = new TreeMap<String, String>();
      while (row.next()) {
        owners.put(row.getString(1).replaceFirst(".*-", ""), row.getString(2));
      }
      return owners;
    }
  }

  /** The name of the node that hosts a session; {@code nobody} when its shard does not run. */
  String owner(SessionId session) {
    var shard = Math.abs(session.value().hashCode() % COUNT);
    return owners.getOrDefault(Integer.toString(shard), "nobody");
  }

  /** Whether a session was on a node; without leases it may have been on any. */
  boolean mayHost(String node, SessionId session) {
    return owners.isEmpty() || owner(session).equals(node);
  }
}
