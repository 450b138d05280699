package dev.fractal.laptop;

import dev.fractal.client.LocalCluster;
import dev.fractal.laptop.ClusterFile.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A cluster of processes that outlive the command that started them. */
public final class LaptopCluster implements LocalCluster {
  private static final long STOP_SECONDS = 60;

  private final Path data;
  private final NodeProgram program;
  private final IntFunction<ProcessPlace> places;

  /** The cluster of a data directory, which exists. */
  public LaptopCluster(Path data) {
    this(data, NodeProgram.ofThisProcess(), _ -> ProcessPlace.HERE);
  }

  /**
   * The same with nodes that run another program, or elsewhere.
   *
   * @param places where a new node of this number goes; one that was placed stays there
   */
  public LaptopCluster(Path data, NodeProgram program, IntFunction<ProcessPlace> places) {
    this.data = data;
    this.program = program;
    this.places = places;
  }

  @Override
  public Overview up(Plan plan, Consumer<String> progress) {
    if (Files.exists(data.resolve("store.mv.db"))) {
      throw new LaptopException(
          data + " holds an embedded store; give the cluster a directory of its own with --data");
    }
    var cluster = ClusterFile.read(file()).map(found -> grown(found, plan)).orElse(null);
    cluster = cluster == null ? ClusterPlan.fresh(plan, home(), places) : cluster;
    cluster.write(file());
    ClusterAddress.keep(data, cluster);
    database(cluster, progress);
    for (var node : cluster.nodes()) {
      cluster = started(cluster, node, progress);
    }
    new Arrival(cluster, this::home).await(cluster.nodes(), progress);
    return status();
  }

  /** What was there goes on; more nodes may be added to it. */
  private ClusterFile grown(ClusterFile found, Plan plan) {
    if (plan.postgres().isPresent() && !plan.postgres().get().equals(found.url())) {
      throw new LaptopException(
          "the cluster of this directory is on " + found.shownUrl() + "; use another --data");
    }
    var nodes = new ArrayList<>(found.nodes());
    for (int number = nodes.size() + 1; number <= plan.nodes(); number++) {
      nodes.add(ClusterPlan.place(number, places));
    }
    return found.with(nodes);
  }

  /** Starts the database's server if it was started with the nodes and does not run. */
  public void startDatabase() {
    database(cluster(), _ -> {});
  }

  private void database(ClusterFile cluster, Consumer<String> progress) {
    if (cluster.port() == 0) {
      return;
    }
    var postgres = postgres();
    if (!postgres.isRunning()) {
      progress.accept("starting PostgreSQL on 127.0.0.1:" + cluster.port());
      postgres.start(cluster.port());
    }
  }

  private ClusterFile started(ClusterFile cluster, Node node, Consumer<String> progress) {
    if (node.process().isPresent()) {
      return cluster;
    }
    var place = home(node.number());
    LaptopFiles.write(place.resolve("node.conf"), ClusterPlan.config(cluster, node, data));
    progress.accept("starting node " + node.number());
    var process = NodeProcess.start(place, node.place().launcher(), cluster.heap(), program);
    var changed = cluster.with(node.with(process.pid(), Node.started(process)));
    changed.write(file());
    return changed;
  }

  @Override
  public Overview start(int number, Consumer<String> progress) {
    var cluster = cluster();
    database(cluster, progress);
    var changed = started(cluster, cluster.node(number), progress);
    new Arrival(changed, this::home).await(List.of(changed.node(number)), progress);
    return status();
  }

  @Override
  public Overview kill(int number) {
    running(number).destroyForcibly();
    return status();
  }

  @Override
  public Overview stop(int number, Consumer<String> progress) {
    end(number, progress);
    return status();
  }

  @Override
  public Overview drain(int number, Consumer<String> progress) {
    var cluster = cluster();
    var process = running(number);
    var sight = new Sight(cluster);
    process.destroy();
    int last = -1;
    while (!NodeProcess.ended(process, 1)) {
      int left = sight.sessions(cluster.node(number)).orElse(0);
      if (left != last) {
        progress.accept("node %d still has %d sessions".formatted(number, left));
        last = left;
      }
    }
    progress.accept("node " + number + " has left");
    return status();
  }

  private void end(int number, Consumer<String> progress) {
    var process = running(number);
    progress.accept("stopping node " + number);
    process.destroy();
    if (!NodeProcess.ended(process, STOP_SECONDS)) {
      throw new LaptopException(
          "node %d did not end within %d s; 'cluster kill %d' ends it"
              .formatted(number, STOP_SECONDS, number));
    }
  }

  @Override
  public Overview down(Consumer<String> progress) {
    var cluster = cluster();
    var processes = cluster.nodes().stream().flatMap(node -> node.process().stream()).toList();
    progress.accept("stopping " + processes.size() + " nodes");
    processes.forEach(ProcessHandle::destroy);
    for (var process : processes) {
      if (!NodeProcess.ended(process, STOP_SECONDS)) {
        progress.accept("process " + process.pid() + " does not end: killing it");
        process.destroyForcibly();
      }
    }
    if (cluster.port() != 0) {
      progress.accept("stopping PostgreSQL");
      postgres().stop(LocalPostgres.Stop.FAST);
    }
    return status();
  }

  @Override
  public Overview status() {
    var cluster = cluster();
    return new Sight(cluster).overview(this::home);
  }

  /** The process of a node that runs. */
  public ProcessHandle running(int number) {
    return cluster()
        .node(number)
        .process()
        .orElseThrow(
            () ->
                new LaptopException(
                    "node %d does not run; 'cluster start %d' starts it"
                        .formatted(number, number)));
  }

  private ClusterFile cluster() {
    return ClusterFile.read(file())
        .orElseThrow(
            () -> new LaptopException("there is no cluster in " + data + "; run 'cluster up'"));
  }

  /** The database's server, when it was started with the nodes. */
  public LocalPostgres postgres() {
    return new LocalPostgres(home().resolve("postgres"));
  }

  private Path file() {
    return home().resolve("cluster.json");
  }

  private Path home() {
    return data.resolve("cluster");
  }

  private Path home(Node node) {
    return home(node.number());
  }

  private Path home(int number) {
    return home().resolve("node-" + number);
  }
}
