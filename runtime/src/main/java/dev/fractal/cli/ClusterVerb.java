package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.LocalCluster;
import dev.fractal.client.LocalCluster.Overview;
import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.view.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cluster",
    description = "Run a cluster of node processes on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterVerb.Up.class,
      ClusterVerb.Status.class,
      ClusterVerb.Start.class,
      ClusterVerb.Kill.class,
      ClusterVerb.Stop.class,
      ClusterVerb.Drain.class,
      ClusterVerb.Down.class
    })
final class ClusterVerb extends Verb {
  @Override
  boolean throughNode() {
    return false;
  }

  @Override
  int run(Invocation invocation) {
    throw CliException.usage(
        "which command? use 'cluster up', 'status', 'start N', 'kill N', 'stop N', 'drain N' or"
            + " 'down'");
  }

  /** A command that ends with the state of the cluster. */
  abstract static class Step extends Verb {
    @Override
    boolean throughNode() {
      return false;
    }

    @Override
    final int run(Invocation invocation) {
      var cluster = invocation.env().launchers().clusters().at(place(invocation));
      var overview = act(cluster, invocation);
      return invocation.print(
          Report.ok(() -> json(overview), () -> text(overview, invocation.style())));
    }

    Path place(Invocation invocation) {
      return directory(invocation)
          .find()
          .orElseThrow(
              () ->
                  new CliException(
                      "NoCluster",
                      "there is no data directory here; 'cluster up' makes one",
                      Exit.ERROR));
    }

    abstract Overview act(LocalCluster cluster, Invocation invocation);
  }

  /** A command for one node. */
  abstract static class NodeStep extends Step {
    @Parameters(paramLabel = "N", description = "The node's number, as 'cluster status' shows it.")
    int number;
  }

  @Command(name = "up", description = "Start a PostgreSQL and the nodes, or what of them is down.")
  static final class Up extends Step {
    private static final int MOST = 16;
    private static final Pattern HEAP = Pattern.compile("[1-9][0-9]*[mMgG]");

    @Option(
        names = "--nodes",
        paramLabel = "N",
        description = "How many nodes, 1 to 16; default 3.")
    int nodes = 3;

    @Option(
        names = "--postgres",
        paramLabel = "URL",
        description =
            "A PostgreSQL that is there: jdbc:postgresql://HOST/DATABASE?user=U&password=P.")
    @Nullable String postgres;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "A configuration file that all nodes read.")
    @Nullable Path config;

    @Option(
        names = "--heap",
        paramLabel = "SIZE",
        description = "The most memory for the heap of a node; default 512m.")
    String heap = "512m";

    @Override
    Path place(Invocation invocation) {
      if (nodes < 1 || nodes > MOST) {
        throw CliException.usage("--nodes is " + nodes + "; use 1 to " + MOST);
      }
      if (!HEAP.matcher(heap).matches()) {
        throw CliException.usage("--heap is '" + heap + "'; use a size such as 512m or 2g");
      }
      return directory(invocation).findOrCreate();
    }

    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      var file = Optional.ofNullable(config).map(invocation.env().directory()::resolve);
      return cluster.up(
          new Plan(nodes, Optional.ofNullable(postgres), file, heap), invocation::note);
    }
  }

  @Command(name = "status", description = "Show the nodes.")
  static final class Status extends Step {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.status();
    }
  }

  @Command(name = "start", description = "Start a node that was stopped or killed.")
  static final class Start extends NodeStep {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.start(number, invocation::note);
    }
  }

  @Command(name = "kill", description = "End a node's process at once, as a crash does.")
  static final class Kill extends NodeStep {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.kill(number);
    }
  }

  @Command(name = "stop", description = "Ask a node's process to end, and wait for it.")
  static final class Stop extends NodeStep {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.stop(number, invocation::note);
    }
  }

  @Command(
      name = "drain",
      description = "Have a node hand over its sessions and leave, telling how many it still has.")
  static final class Drain extends NodeStep {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.drain(number, invocation::note);
    }
  }

  @Command(name = "down", description = "Stop all nodes; what is stored stays.")
  static final class Down extends Step {
    @Override
    Overview act(LocalCluster cluster, Invocation invocation) {
      return cluster.down(invocation::note);
    }
  }

  private static ObjectNode json(Overview overview) {
    var json = Json.object();
    json.put("database", overview.database());
    json.put("databaseReachable", overview.reachable());
    json.set(
        "nodes",
        Json.array(
            overview.members(),
            node ->
                Json.object()
                    .put("node", node.number())
                    .put("state", node.state())
                    .put("sessions", node.sessions())
                    .put("pid", node.pid())
                    .put("address", node.address())
                    .put("log", node.log().toString())));
    return json;
  }

  private static String text(Overview overview, Style style) {
    var table = new Table(style, "NODE", "STATE", "SESSIONS", "PID", "ADDRESS", "LOG");
    for (var node : overview.members()) {
      table.row(
          node.number(),
          node.state(),
          node.sessions(),
          node.pid() == 0 ? "-" : node.pid(),
          node.address(),
          node.log());
    }
    var reach = overview.reachable() ? "" : ", which does not answer";
    return "database %s%s\n%s".formatted(overview.database(), reach, table.render());
  }
}
