package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.KillRig.Moment;
import dev.fractal.proof.TreeKillRig.Grown;
import dev.fractal.proof.TreeKillRig.Killed;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

/**
 * A tree of three levels whose process is killed at any moment ends as if nothing had happened, as
 * soon as a node runs again, without being asked.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TreeKillTest {
  private static final int KILLS = 20;
  private static final int SESSIONS = 13;
  private static final int REQUESTS = 17;
  private static final long SEED = 2026;
  private static final Path REPORT = Path.of("target", "tree-kills.txt");

  private TreeKillRig rig;
  private Grown whole;

  @BeforeAll
  void growUndisturbed(@TempDir Path directory) throws IOException, URISyntaxException {
    rig = new TreeKillRig(directory, playbook());
    whole = rig.undisturbed("whole");
  }

  @AfterAll
  void close() {
    rig.close();
  }

  static Path playbook() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(TreeKillTest.class.getResource("three-levels.yaml")).toURI());
  }

  @Test
  void theUndisturbedTreeIsKnown() {
    assertThat(whole.tree().sessions()).hasSize(SESSIONS);
    assertThat(whole.tree().notOnce()).isEmpty();
    assertThat(whole.tree().repeated()).isEmpty();
    assertThat(whole.requests()).hasSize(REQUESTS).allSatisfy((_, n) -> assertThat(n).isOne());
    assertThat(whole.tree().outcomes().getOrDefault(TreeKillRig.ROOT, List.of()))
        .singleElement()
        .asString()
        .contains("[6,15,24]");
  }

  @Test
  void aTreeKilledAtTwentyMomentsEndsAsIfNothingHadHappened(@TempDir Path directory)
      throws IOException, URISyntaxException, InterruptedException, ExecutionException {
    var moments = moments();
    var half = moments.size() / 2;
    var kills = new ArrayList<Kill>();
    try (var other = new TreeKillRig(directory, playbook());
        var lanes = Executors.newFixedThreadPool(2)) {
      var first = lanes.submit(() -> kills(rig, moments.subList(0, half)));
      var second = lanes.submit(() -> kills(other, moments.subList(half, moments.size())));
      kills.addAll(first.get());
      kills.addAll(second.get());
      assertThat(other.verb("kill-0", "verify-lineage", TreeKillRig.ROOT).exit()).isZero();
    }
    Files.write(REPORT, kills.stream().map(Kill::toString).toList());

    assertThat(kills).hasSize(KILLS).allSatisfy(kill -> assertThat(kill.problems()).isEmpty());
    assertThat(kills.stream().filter(kill -> !kill.repeated().isEmpty())).isNotEmpty();
    assertThat(kills.stream().map(Kill::sessions).distinct()).hasSizeGreaterThan(3);
    assertThat(rig.verb("kill-0", "check").exit()).isZero();
  }

  private record Kill(
      Moment moment, int inFlight, int sessions, Set<String> repeated, List<String> problems) {}

  private List<Kill> kills(TreeKillRig rig, List<Moment> moments) throws IOException {
    var kills = new ArrayList<Kill>();
    for (var moment : moments) {
      var killed = rig.killed("kill-" + kills.size(), moment);
      kills.add(
          new Kill(
              moment,
              killed.dropped(),
              killed.sessions(),
              killed.end().extra(),
              problems(whole, killed)));
    }
    return kills;
  }

  /** Over all requests of the tree, at times that reach from the request to after its reply. */
  private static List<Moment> moments() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    var moments = new ArrayList<Moment>();
    for (int kill = 0; kill < KILLS; kill++) {
      int requests = 1 + kill * REQUESTS / KILLS;
      moments.add(new Moment(requests, random.nextInt(250)));
    }
    return moments;
  }

  /** One sentence for each difference that the kill made and that it must not make. */
  private static List<String> problems(Grown whole, Killed killed) {
    var problems = new ArrayList<String>();
    var end = killed.end();
    if (!end.tree().outcomes().equals(whole.tree().outcomes())) {
      problems.add("the sessions ended otherwise: " + end.tree().outcomes());
      problems.add("the root's cells: " + end.tree().evaluations(TreeKillRig.ROOT));
    }
    end.tree().notOnce().forEach(id -> problems.add(id + " did not start and open a turn once"));
    if (!end.requests().keySet().equals(whole.requests().keySet())) {
      problems.add("other calls were made: " + end.requests().keySet());
    }
    var reported = end.tree().repeated();
    for (var key : end.extra()) {
      if (end.requests().getOrDefault(key, 0) > 2) {
        problems.add(key + " was asked for more than twice");
      }
      if (!reported.contains(key)) {
        problems.add(key + " was repeated silently");
      }
      if (killed.answered().contains(key)) {
        problems.add(key + " was repeated though its answer was in the journal");
      }
    }
    if (end.extra().size() < killed.dropped()) {
      problems.add(killed.dropped() + " requests were in flight, repeated: " + end.extra());
    }
    return problems;
  }

  @Test
  void aSecondRequestForAnAnswerInTheJournalIsDetected() {
    var requests = new HashMap<>(whole.requests());
    var key = TreeKillRig.ROOT + "/t1/s1";
    requests.put(key, 2);

    var found =
        problems(
            whole,
            new Killed(new Grown(whole.tree(), requests), whole.tree().answered(), 0, SESSIONS));

    assertThat(found)
        .containsExactly(
            key + " was repeated silently",
            key + " was repeated though its answer was in the journal");
  }
}
