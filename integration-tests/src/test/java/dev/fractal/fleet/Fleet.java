package dev.fractal.fleet;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.LocalCluster.Member;
import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.laptop.ClusterAddress;
import dev.fractal.laptop.LaptopCluster;
import dev.fractal.laptop.NodeProgram;
import dev.fractal.node.Kernels;
import dev.fractal.node.LocalNode;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.proof.ClassDataArchive;
import dev.fractal.proof.StoredTree;
import dev.fractal.proof.StubProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Node processes on a PostgreSQL of their own, a model server that counts, and a client. */
final class Fleet implements AutoCloseable {
  private static final Pattern ENTRANCE = Pattern.compile("HTTP on (http://\\S+);");
  private static final Duration LOOK = Duration.ofSeconds(40);
  static final String HEAP = "320m";
  private static final Site LOOPBACK = new Site.Loopback(Map.of());

  private final LaptopCluster cluster;
  private final StubProcess stub;
  private final Config config;
  private final LocalNode client;
  private boolean clientDropped;

  private Fleet(LaptopCluster cluster, StubProcess stub, Config config, LocalNode client) {
    this.cluster = cluster;
    this.stub = stub;
    this.config = config;
    this.client = client;
  }

  static Fleet start(Path data, int nodes, String playbook) throws IOException {
    return start(data, nodes, playbook, LOOPBACK);
  }

  static Fleet start(Path data, int nodes, String playbook, Site site) throws IOException {
    var stub = StubProcess.start(resource(playbook));
    var options = new ArrayList<>(NodeArchive.options());
    options.addAll(ClassDataArchive.engine());
    var program =
        new NodeProgram(ClassDataArchive.classPath(), options, site.variables(stub.variables()));
    var cluster = new LaptopCluster(data, program, site::place);
    try {
      cluster.up(new Plan(nodes, Optional.empty(), Optional.empty(), HEAP), Fleet::tell);
      var config = way(data);
      var client = client(site.client().withFallback(config));
      return new Fleet(cluster, stub, config, client);
    } catch (RuntimeException e) {
      stub.close();
      cluster.down(Fleet::tell);
      throw e;
    }
  }

  /** The configuration of a client of the cluster in a directory. */
  static Config way(Path data) {
    return ClusterAddress.read(data).withFallback(ConfigFactory.load("client")).resolve();
  }

  /** Another process that asks the sessions. */
  static LocalNode client(Config config) {
    return LocalNode.start(config, Kernels.open(config));
  }

  static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(Fleet.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static void tell(String line) {
    System.out.println("fleet: " + line);
  }

  LaptopCluster cluster() {
    return cluster;
  }

  StubProcess stub() {
    return stub;
  }

  LocalNode client() {
    return client;
  }

  List<Member> members() {
    return cluster.status().members();
  }

  /** The client ends, as its process would. */
  void dropClient() {
    clientDropped = true;
    client.close();
  }

  /** Starts what does not run. */
  void up(int nodes) {
    cluster.up(new Plan(nodes, Optional.empty(), Optional.empty(), HEAP), Fleet::tell);
  }

  void stop(int node) {
    cluster.stop(node, Fleet::tell);
  }

  /** A connection to the database that belongs to no node. */
  Connection connect() throws SQLException {
    var postgres = config.getConfig("fractal.store.postgres");
    return DriverManager.getConnection(
        postgres.getString("url"), postgres.getString("user"), postgres.getString("password"));
  }

  void kill(int node) {
    cluster.kill(node);
  }

  void start(int node) {
    cluster.start(node, Fleet::tell);
  }

  /** A node's process, while it runs. */
  ProcessHandle process(int node) {
    return cluster.running(node);
  }

  /** Where a node answers over HTTP, as it said when it started last. */
  URI entrance(int node) {
    try {
      var output = Files.readString(members().get(node - 1).log());
      return URI.create(ENTRANCE.matcher(output).results().toList().getLast().group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a node says of its readiness: the status of its answer over HTTP. */
  int readiness(int node) {
    try (var http = HttpClient.newHttpClient()) {
      var look = HttpRequest.newBuilder(entrance(node).resolve("/health/ready"));
      return http.send(look.timeout(LOOK).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The way to the database. */
  Config config() {
    return config;
  }

  /** All sessions as their journals tell them now. */
  StoredTree stored() {
    try (var store = store()) {
      return StoredTree.of(store);
    }
  }

  Store store() {
    return Store.openReader(StoreConfig.from(config));
  }

  @Override
  public void close() {
    try {
      if (!clientDropped) {
        client.close();
      }
    } finally {
      stub.close();
      cluster.down(Fleet::tell);
    }
  }
}
