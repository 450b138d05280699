package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.LocalCluster.Member;
import dev.fractal.protocol.command.TurnResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Networks break while sessions are in turns of four steps with children: one side stops by itself,
 * no session runs on both, the other side finishes everything, and who was away comes back.
 */
@Tag("long")
@Timeout(900)
final class PartitionTest {
  private static final int NODES = 3;
  private static final int SESSIONS = 8;
  private static final List<String> QUEUED = List.of("a", "b", "c", "d");
  private static final int REQUESTS = 40;
  private static final long STOP_SECONDS = 60;
  private static final Path REPORT = Path.of("target", "partition.txt");

  /** What breaks, and which node is on the smaller side. */
  enum Break {
    /** The first node, which coordinates the shards, loses the others but not the database. */
    FROM_THE_OTHERS(1),
    /** A node loses everything. */
    FROM_EVERYTHING(3),
    /** What a node sends to the others is lost; what they send arrives. */
    IN_ONE_DIRECTION(2);

    private final int node;

    Break(int node) {
      this.node = node;
    }

    private void cut(Islands islands) {
      switch (this) {
        case FROM_THE_OTHERS -> separate(islands, node);
        case FROM_EVERYTHING -> islands.isolate(node);
        case IN_ONE_DIRECTION -> others(islands, node).forEach(other -> islands.lose(node, other));
      }
    }

    private void heal(Islands islands) {
      switch (this) {
        case FROM_THE_OTHERS -> unite(islands, node);
        case FROM_EVERYTHING -> islands.rejoin(node);
        case IN_ONE_DIRECTION -> others(islands, node).forEach(other -> islands.find(node, other));
      }
    }

    private static void separate(Islands islands, int node) {
      others(islands, node).forEach(other -> islands.lose(node, other));
      peers(node).forEach(other -> islands.lose(other, islands.address(node)));
    }

    private static void unite(Islands islands, int node) {
      others(islands, node).forEach(other -> islands.find(node, other));
      peers(node).forEach(other -> islands.find(other, islands.address(node)));
    }

    private static List<Integer> peers(int node) {
      return List.of(1 + node % NODES, 1 + (node + 1) % NODES);
    }

    /** Everybody in the cluster but the node. */
    private static List<String> others(Islands islands, int node) {
      var others = new ArrayList<>(peers(node).stream().map(islands::address).toList());
      others.add(islands.client());
      return others;
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSideStopsAndTheOtherFinishesEverything(Break how, @TempDir Path data) throws Exception {
    try (var islands = Islands.make(NODES);
        var site = new Site.Separate(data, islands);
        var fleet = Fleet.start(data, NODES, "four-steps.yaml", site)) {
      var audit = JournalAudit.begin(fleet);
      var load = new Load(fleet.client(), "p");
      var turns = QUEUED.stream().flatMap(round -> load.turns(SESSIONS, round).stream()).toList();
      fleet.stub().awaitTotal(REQUESTS);
      var lonely = fleet.process(how.node);

      how.cut(islands);
      var cut = Instant.now();
      var spree = Spree.begun(fleet, cut, how.node);
      double stopped = stopped(lonely, cut);
      assertValues(load, turns);
      var aftermath = spree.ended();
      report(how, stopped, aftermath, audit);

      assertThat(aftermath.problems()).isEmpty();
      assertThat(log(fleet, how.node)).containsAnyOf("was removed from its cluster", "was fenced");
      how.heal(islands);
      fleet.start(how.node);
      assertThat(fleet.members()).extracting(Member::state).containsOnly("member");
      assertValues(load, load.turns(SESSIONS, "healed"));
      assertThat(audit.violations(true)).isEmpty();
    }
  }

  private static double stopped(ProcessHandle process, Instant cut)
      throws InterruptedException, ExecutionException {
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      return Duration.between(cut, Instant.now()).toMillis() / 1000.0;
    } catch (TimeoutException e) {
      throw new AssertionError("the node did not stop within " + STOP_SECONDS + " s", e);
    }
  }

  private static void assertValues(Load load, List<CompletableFuture<TurnResult>> turns) {
    assertThat(turns)
        .allSatisfy(
            turn -> assertThat(Load.value(turn.join())).isEqualTo(load.expected(turn.join())));
  }

  private static String log(Fleet fleet, int node) throws IOException {
    return Files.readString(fleet.members().get(node - 1).log());
  }

  private static void report(
      Break how, double stopped, Spree.Aftermath aftermath, JournalAudit audit) throws IOException {
    var line =
        "%s: the node stopped after %.1f s, %s, %s".formatted(how, stopped, aftermath, audit);
    System.out.println(line);
    Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
