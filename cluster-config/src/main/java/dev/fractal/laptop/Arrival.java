package dev.fractal.laptop;

import dev.fractal.laptop.ClusterFile.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Waits for nodes to become members. */
record Arrival(ClusterFile cluster, Function<Node, Path> home) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long BEAT_MILLIS = 200;

  void await(List<Node> nodes, Consumer<String> progress) {
    var sight = new Sight(cluster);
    long until = System.nanoTime() + PATIENCE.toNanos();
    int last = 0;
    while (true) {
      nodes.forEach(this::requireAlive);
      int here = (int) nodes.stream().filter(sight::isMember).count();
      if (here > last) {
        progress.accept("%d of %d nodes are members".formatted(here, nodes.size()));
        last = here;
      }
      if (here == nodes.size()) {
        return;
      }
      if (System.nanoTime() > until) {
        throw new LaptopException(
            "%d of %d nodes did not become members within %d s; 'cluster status' shows their logs"
                .formatted(nodes.size() - here, nodes.size(), PATIENCE.toSeconds()));
      }
      pause(nodes);
    }
  }

  private void requireAlive(Node node) {
    if (node.process().isEmpty()) {
      throw new LaptopException(
          "node %d ended: %s".formatted(node.number(), NodeProcess.lastWords(home.apply(node))));
    }
  }

  /** Ends early when a process does. */
  private static void pause(List<Node> nodes) {
    var exits =
        nodes.stream()
            .flatMap(node -> node.process().stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.anyOf(exits).get(BEAT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaptopException("interrupted while nodes were joining", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process does not fail", e);
    }
  }
}
