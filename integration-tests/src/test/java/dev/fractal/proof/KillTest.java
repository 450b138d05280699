package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.proof.KillRig.Meddling;
import dev.fractal.proof.KillRig.Moment;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn of 6 steps and 12 leaves, killed at any moment, ends as if nothing had happened. */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillTest {
  private static final int KILLS = 20;
  private static final int REQUESTS = 18;
  private static final long SEED = 2026;
  private static final Path REPORT = Path.of("target", "kills.txt");

  private KillRig rig;
  private TurnRun whole;

  @BeforeAll
  void runUndisturbed(@TempDir Path directory) throws IOException, URISyntaxException {
    rig = new KillRig(directory, playbook());
    whole = rig.undisturbed("whole");
  }

  @AfterAll
  void close() {
    rig.close();
  }

  private static Path playbook() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(KillTest.class.getResource("twelve-leaves.yaml")).toURI());
  }

  @Test
  void theUndisturbedTurnIsKnownToTheLastCent() {
    assertThat(whole.requests()).hasSize(REQUESTS).allSatisfy((_, n) -> assertThat(n).isOne());
    assertThat(whole.requests().keySet().stream().filter(key -> key.contains("/h"))).hasSize(12);
    assertThat(whole.result().path("status").asText()).isEqualTo("final");
    assertThat(whole.result().path("steps").asInt()).isEqualTo(6);
    assertThat(whole.result().path("value").path("sum").asInt()).isEqualTo(78);
    assertThat(whole.result().path("usage").path("input").asInt()).isEqualTo(720);
    assertThat(whole.result().path("cost").path("usd").decimalValue())
        .isEqualByComparingTo("0.0072");
    assertThat(whole.session().repeated()).isEmpty();
    var shown = new HashMap<String, String>();
    rig.verb("whole", "vars", KillRig.SESSION.value(), "--json")
        .json()
        .properties()
        .forEach(
            variable -> shown.put(variable.getKey(), variable.getValue().path("digest").asText()));
    assertThat(shown)
        .containsKeys("boxes", "Box", "seen", "lucky")
        .isEqualTo(whole.session().digests());
  }

  @Test
  void aTurnKilledAtTwentyMomentsEndsAsIfNothingHadHappened(@TempDir Path directory)
      throws IOException, URISyntaxException, InterruptedException, ExecutionException {
    var moments = moments();
    var half = moments.size() / 2;
    var kills = new ArrayList<Kill>();
    try (var other = new KillRig(directory, playbook());
        var lanes = Executors.newFixedThreadPool(2)) {
      var first = lanes.submit(() -> kills(rig, moments.subList(0, half)));
      var second = lanes.submit(() -> kills(other, moments.subList(half, moments.size())));
      kills.addAll(first.get());
      kills.addAll(second.get());
    }
    Files.write(REPORT, kills.stream().map(Kill::toString).toList());

    assertThat(kills).hasSize(KILLS).allSatisfy(kill -> assertThat(kill.problems()).isEmpty());
    assertThat(kills.stream().filter(Kill::withLeavesPending)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(kills.stream().filter(kill -> !kill.extra().isEmpty())).isNotEmpty();
    assertThat(rig.verb("kill-0", "check").exit()).isZero();
  }

  private List<Kill> kills(KillRig rig, List<Moment> moments) throws IOException {
    var kills = new ArrayList<Kill>();
    for (var moment : moments) {
      var killed = rig.killed("kill-" + kills.size(), moment, Meddling.NONE);
      kills.add(
          new Kill(
              moment,
              killed.dropped(),
              Verdict.extra(killed.end()),
              killed.end().session().repeated(),
              Verdict.of(whole, killed)));
    }
    return kills;
  }

  /** What one kill came to. */
  private record Kill(
      Moment moment,
      int inFlight,
      Set<String> extra,
      List<String> reported,
      List<String> problems) {
    boolean withLeavesPending() {
      return extra.stream().anyMatch(key -> key.contains("/h"));
    }
  }

  /** Over all requests of the turn, at times that reach from the request to after its reply. */
  private static List<Moment> moments() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    var moments = new ArrayList<Moment>();
    for (int kill = 0; kill < KILLS; kill++) {
      int requests = 1 + kill * REQUESTS / KILLS;
      moments.add(new Moment(requests, random.nextInt(250)));
    }
    return moments;
  }

  @Test
  void aStoreThatLosesCommitsIsDetected() throws IOException {
    var killed = rig.killed("lossy", new Moment(8, 20), KillTest::loseCommits);

    assertThat(Verdict.of(whole, killed))
        .contains(
            "killed/t1/s2 was repeated, not in flight",
            "killed/t1/s2/c0/h0 was repeated, not in flight");
  }

  /** What a store does that acknowledges commits before they are safe: step 2 and all after it. */
  private static void loseCommits(Path data) throws IOException {
    SessionId id = KillRig.SESSION;
    long lost =
        StoredSession.read(data, id).journal().stream()
            .filter(entry -> entry.event() instanceof ModelReplied reply && reply.step() == 2)
            .findFirst()
            .orElseThrow()
            .sequence();
    var sql =
        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = '%s' AND %s > %d"
            .formatted(JournalReader.persistenceId(id), TestStores.NEXT_NUMBER, lost);
    assertThat(Damage.execute(data, sql)).isPositive();
  }

  @Test
  void aSecondRequestForAnAnswerInTheJournalIsDetected() throws IOException {
    var killed = rig.killed("tampered", new Moment(4, 20), Meddling.NONE);
    assertThat(Verdict.of(whole, killed)).isEmpty();

    Map<String, Integer> requests = new HashMap<>(killed.end().requests());
    requests.put("killed/t1/s1", 2);
    var tampered = new TurnRun(killed.end().result(), killed.end().session(), requests);

    assertThat(
            Verdict.of(
                whole,
                new KilledTurn(tampered, killed.asked(), killed.answered(), killed.dropped())))
        .contains(
            "killed/t1/s1 was repeated silently",
            "killed/t1/s1 was repeated though its answer was in the journal");
  }
}
