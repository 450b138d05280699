package dev.fractal.laptop;

import com.typesafe.config.ConfigFactory;
import dev.fractal.client.LocalCluster.Member;
import dev.fractal.client.LocalCluster.Overview;
import dev.fractal.laptop.ClusterFile.Node;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.NodeEntry;
import dev.fractal.persistence.membership.NodeState;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the database and the operating system say about a cluster. */
record Sight(ClusterFile cluster) {
  /** Whether a node has joined. */
  boolean isMember(Node node) {
    return entry(node, entries().orElse(List.of()))
        .filter(found -> found.live() && found.state() == NodeState.MEMBER)
        .isPresent();
  }

  /** Sessions that are awake on a node. */
  Optional<Integer> sessions(Node node) {
    return entry(node, entries().orElse(List.of())).map(NodeEntry::sessions);
  }

  Overview overview(Function<Node, Path> home) {
    var entries = entries();
    var members =
        cluster.nodes().stream()
            .map(node -> member(node, entry(node, entries.orElse(List.of())), home.apply(node)))
            .toList();
    return new Overview(cluster.shownUrl(), entries.isPresent(), members);
  }

  private static Member member(Node node, Optional<NodeEntry> entry, Path home) {
    var process = node.process();
    var state =
        process.isEmpty()
            ? "down"
            : entry.map(found -> found.live() ? found.state().wire() : "silent").orElse("starting");
    return new Member(
        node.number(),
        process.map(ProcessHandle::pid).orElse(0L),
        node.address(),
        state,
        process.isEmpty() ? 0 : entry.map(NodeEntry::sessions).orElse(0),
        home.resolve("output.log"));
  }

  private static Optional<NodeEntry> entry(Node node, List<NodeEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.registration().address().equals(node.address()))
        .findFirst();
  }

  /** Nothing when the database does not answer or was never used. */
  private Optional<List<NodeEntry>> entries() {
    var config =
        ConfigFactory.parseString(ClusterAddress.render(cluster))
            .withFallback(ConfigFactory.load());
    try (var store = Store.openReader(StoreConfig.from(config));
        var tables = store.openCluster(config.getDuration("fractal.cluster.ttl"))) {
      return Optional.of(tables.list());
    } catch (StoreException e) {
      return Optional.empty();
    }
  }
}
