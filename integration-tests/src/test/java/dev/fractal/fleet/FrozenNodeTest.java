package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.command.TurnResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that are frozen, or starved of the processor, while sessions are in turns: for longer than
 * the resolver's margin, and for less.
 */
@Tag("long")
@Timeout(900)
final class FrozenNodeTest {
  private static final int NODES = 3;
  private static final int FROZEN = 2;
  private static final int SESSIONS = 8;
  private static final List<String> QUEUED = List.of("a", "b", "c", "d");
  private static final int REQUESTS = 40;
  private static final long SURVIVED_MILLIS = 3000;
  private static final int STARVED_SECONDS = 10;
  private static final int HUNGRY = 8;
  private static final long END_SECONDS = 30;
  private static final Path REPORT = Path.of("target", "frozen-node.txt");
  private static final String UNFENCED =
      """
      DROP TRIGGER "event_journal_fence" ON "event_journal";
      DROP TRIGGER "snapshot_fence" ON "snapshot";
      DROP TRIGGER "durable_state_fence" ON "durable_state";
      """;

  /** A new event after the last one of some session, from a node that was given up. */
  private static final String LATE =
      """
      SET fractal.incarnation = '%s';
      INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
        "write_timestamp", "adapter_manifest", "event_ser_id", "event_ser_manifest",
        "event_payload")
      SELECT "persistence_id", %s, 'late', "write_timestamp",
        "adapter_manifest", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal" ORDER BY "ordering" DESC LIMIT 1
      """
          .formatted("%s", TestStores.NEXT_NUMBER);

  @Test
  void aNodeThatWasFrozenForTooLongFindsItselfFenced(@TempDir Path data) throws Exception {
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml")) {
      var audit = JournalAudit.begin(fleet);
      freezeTooLong(fleet, audit, "fenced");

      assertThat(audit.violations(true)).isEmpty();
      assertThatThrownBy(() -> audit.run(LATE.formatted(fenced(audit))))
          .hasMessageContaining("was fenced and may not write");
      assertThat(audit.violations(true)).isEmpty();
    }
  }

  @Test
  void withoutFenceAndLeaseALateWriteIsSeen(@TempDir Path data) throws Exception {
    var careless = new Site.Loopback(Map.of("pekko.cluster.sharding.use-lease", ""));
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml", careless)) {
      var audit = JournalAudit.begin(fleet);
      audit.run(UNFENCED);
      freezeTooLong(fleet, audit, "not fenced");

      audit.run(LATE.formatted(fenced(audit)));
      assertThat(audit.violations(false))
          .anySatisfy(late -> assertThat(late).contains("after that node was fenced"));
    }
  }

  /** Freezes a node until its sessions have ended elsewhere, then lets it go on, and end. */
  private static void freezeTooLong(Fleet fleet, JournalAudit audit, String what) throws Exception {
    var load = new Load(fleet.client(), "f");
    var turns = begin(fleet, load);
    var node = fleet.process(FROZEN);
    try {
      signal("STOP", node);
      var spree = Spree.begun(fleet, Instant.now(), FROZEN);
      assertValues(load, turns);
      signal("CONT", node);
      var thawed = Instant.now();
      node.onExit().get(END_SECONDS, TimeUnit.SECONDS);
      double ended = Duration.between(thawed, Instant.now()).toMillis() / 1000.0;
      var aftermath = spree.ended();
      report("%s: %s, ended %.1f s after it went on, %s".formatted(what, aftermath, ended, audit));
      assertThat(Files.readString(fleet.members().get(FROZEN - 1).log())).contains("was fenced");
      assertThat(aftermath.problems()).isEmpty();
    } finally {
      node.destroyForcibly();
    }
  }

  @Test
  void aNodeThatIsStoppedForThreeSecondsStays(@TempDir Path data) throws Exception {
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml")) {
      var audit = JournalAudit.begin(fleet);
      var load = new Load(fleet.client(), "s");
      for (int node = 1; node <= NODES; node++) {
        var turns = load.turns(SESSIONS, "stop-" + node);
        fleet.stub().awaitTotal(REQUESTS * node);
        signal("STOP", fleet.process(node));
        park(SURVIVED_MILLIS);
        signal("CONT", fleet.process(node));
        assertValues(load, turns);
      }
      assertNobodyLeft(fleet, audit);
    }
  }

  @Test
  void nodesThatAreStarvedOfTheProcessorStay(@TempDir Path data) throws Exception {
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml")) {
      var audit = JournalAudit.begin(fleet);
      var load = new Load(fleet.client(), "h");
      var turns = begin(fleet, load);
      for (int node = 1; node <= NODES; node++) {
        run("taskset", "-a", "-p", "1", Long.toString(fleet.process(node).pid()));
      }
      var hungry = IntStream.range(0, HUNGRY).mapToObj(_ -> hungry()).toList();
      for (var one : hungry) {
        one.waitFor();
      }
      assertValues(load, turns);
      assertNobodyLeft(fleet, audit);
    }
  }

  private static Process hungry() {
    var loop = List.of("sh", "-c", "while :; do :; done");
    var words =
        new ArrayList<>(List.of("taskset", "1", "timeout", Integer.toString(STARVED_SECONDS)));
    words.addAll(loop);
    try {
      return new ProcessBuilder(words).inheritIO().start();
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static void assertNobodyLeft(Fleet fleet, JournalAudit audit) {
    assertThat(audit.fenced()).isEmpty();
    assertThat(fleet.members()).hasSize(NODES).allMatch(member -> member.state().equals("member"));
    assertThat(fleet.stored().repeated()).isEmpty();
    assertThat(audit.violations(true)).isEmpty();
  }

  private static List<CompletableFuture<TurnResult>> begin(Fleet fleet, Load load) {
    var turns = QUEUED.stream().flatMap(round -> load.turns(SESSIONS, round).stream()).toList();
    fleet.stub().awaitTotal(REQUESTS);
    return turns;
  }

  private static void assertValues(Load load, List<CompletableFuture<TurnResult>> turns) {
    assertThat(turns)
        .allSatisfy(
            turn -> assertThat(Load.value(turn.join())).isEqualTo(load.expected(turn.join())));
  }

  private static String fenced(JournalAudit audit) {
    assertThat(audit.fenced()).hasSize(1);
    return audit.fenced().getFirst();
  }

  private static void park(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  private static void run(String... words) throws Exception {
    var exit = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(exit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(exit.waitFor()).as(said).isZero();
  }

  private static void report(String line) throws IOException {
    System.out.println(line);
    Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
