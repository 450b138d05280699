package dev.fractal.bench;

import com.typesafe.config.ConfigFactory;
import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.laptop.ClusterAddress;
import dev.fractal.laptop.LaptopCluster;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.membership.NodeEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Node processes on a PostgreSQL of their own, and a client of them in this process. */
final class BenchCluster implements AutoCloseable {
  private static final String HEAP = "512m";

  /** Bounds the questions to the database. */
  private static final Duration TTL = Duration.ofSeconds(10);

  private final LaptopCluster cluster;
  private final Screen screen;
  private final BenchNode client;
  private final ClusterTables tables;
  private final AtExit exit;

  private BenchCluster(LaptopCluster cluster, Screen screen, BenchNode client, AtExit exit) {
    this.cluster = cluster;
    this.exit = exit;
    this.screen = screen;
    this.client = client;
    this.tables = client.store().openCluster(TTL);
  }

  /** Starts one node. */
  static BenchCluster start(Workshop workshop, Screen screen) {
    return start(workshop, screen, BenchTurn.PLAYBOOK);
  }

  /** The same with another text of the model. */
  static BenchCluster start(Workshop workshop, Screen screen, String playbook) {
    var home = workshop.room("cluster");
    var cluster = new LaptopCluster(home.directory());
    var exit = AtExit.end(() -> end(cluster));
    try {
      cluster.up(plan(1), screen::note);
      var way =
          ClusterAddress.read(home.directory())
              .withFallback(ConfigFactory.load("client"))
              .resolve();
      return new BenchCluster(cluster, screen, BenchNode.client(home, way, playbook), exit);
    } catch (RuntimeException e) {
      exit.close();
      cluster.down(screen::note);
      throw e;
    }
  }

  /** Nobody waits for its sessions. */
  private static void end(LaptopCluster cluster) {
    cluster.status().members().stream()
        .filter(member -> member.pid() > 0)
        .forEach(member -> cluster.kill(member.number()));
    cluster.down(_ -> {});
  }

  private static Plan plan(int nodes) {
    return new Plan(nodes, Optional.empty(), Optional.empty(), HEAP);
  }

  /** Starts nodes until there are so many. */
  void grow(int nodes) {
    cluster.up(plan(nodes), screen::note);
  }

  /** Ends the process of a node as it is. */
  void kill(int node) {
    cluster.kill(node);
  }

  /** Starts a node whose process has ended. */
  void start(int node) {
    cluster.start(node, _ -> {});
  }

  /** The number of a node that runs. */
  int number(NodeEntry node) {
    var address = node.registration().address();
    return cluster.status().members().stream()
        .filter(member -> member.address().equals(address))
        .findFirst()
        .orElseThrow(() -> new BenchException("there is no node at " + address))
        .number();
  }

  /** The nodes as the database knows them, oldest first. */
  List<NodeEntry> nodes() {
    return tables.list();
  }

  BenchNode client() {
    return client;
  }

  /** Steps that all sessions have made so far, counted by the replies in the journal. */
  long steps() {
    return client.store().jdbc().run(BenchCluster::replies);
  }

  private static long replies(Connection connection) throws SQLException {
    var sql =
        """
        SELECT count(*) FROM "event_journal" WHERE "event_ser_manifest" LIKE '%model-replied/%'
        """;
    try (var query = connection.prepareStatement(sql);
        var row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    try {
      tables.close();
      client.close();
    } finally {
      cluster.down(screen::note);
      exit.close();
    }
  }
}
