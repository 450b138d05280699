package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tree of 931 sessions spreads over the nodes and survives two kills in its middle. */
@Tag("long")
@Timeout(900)
final class WideTreeTest {
  private static final int NODES = 3;
  private static final int SESSIONS = 931;
  private static final double UNEVEN = 0.2;
  private static final Path REPORT = Path.of("target", "wide-tree.txt");

  @Test
  void aTreeSpreadsOverTheNodesAndSurvivesTwoKills(@TempDir Path data) throws IOException {
    try (var fleet = Fleet.start(data, NODES, "wide.yaml")) {
      var load = new Load(fleet.client(), "tree", "Spread ");
      long begun = System.nanoTime();
      var turn = load.turn(1, "one");
      fleet.stub().awaitTotal(SESSIONS / 3);
      var spread = spread(fleet);
      fleet.kill(1);
      fleet.stub().awaitTotal(SESSIONS / 2);
      fleet.start(1);
      fleet.stub().awaitTotal(SESSIONS * 2 / 3);
      fleet.kill(2);
      var result = turn.join();
      double seconds = (System.nanoTime() - begun) / 1e9;

      Files.write(REPORT, List.of("%s, %.0f s with two kills".formatted(spread, seconds)));
      System.out.println("spread " + spread + ", " + seconds + " s with two kills");
      assertThat(result.outcome()).isEqualTo(new TurnOutcome.Finished(Content.inline("900")));
      var stored = fleet.stored();
      assertThat(stored.sessions()).hasSize(SESSIONS);
      assertThat(stored.sessions().values())
          .allSatisfy(session -> assertThat(session.of(SessionStarted.class)).hasSize(1));
      double even = spread.values().stream().mapToInt(Integer::intValue).sum() / (double) NODES;
      assertThat(spread).hasSize(NODES);
      assertThat(spread.values())
          .allSatisfy(count -> assertThat(Math.abs(count - even)).isLessThan(UNEVEN * even));
    }
  }

  /** Sessions by the node that holds the lease of their shard. */
  private static Map<String, Integer> spread(Fleet fleet) {
    try (var store = fleet.store()) {
      var shards = Shards.of(store);
      var spread = new TreeMap<String, Integer>();
      store.journal().sessions().forEach(id -> spread.merge(shards.owner(id), 1, Integer::sum));
      return spread;
    }
  }
}
