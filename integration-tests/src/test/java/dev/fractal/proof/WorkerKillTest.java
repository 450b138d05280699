package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.KillRig.Moment;
import dev.fractal.proof.TreeKillRig.Bereft;
import dev.fractal.proof.TreeKillRig.Grown;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tree of three levels all of whose workers are killed at any moment ends as if nothing had
 * happened: the same values and digests, and no call is made twice, because its process lives.
 */
@Tag("long")
@Timeout(1200)
final class WorkerKillTest {
  /** Fewer in a run that does not have the time. */
  private static final int KILLS = Integer.getInteger("long.kills", 50);

  private static final int REQUESTS = 17;
  private static final long SEED = Long.getLong("long.seed", 2026);
  private static final Path REPORT = Path.of("target", "worker-kills.txt");

  private record Kill(Moment moment, int processes, List<String> problems) {}

  @Test
  void aTreeWhoseWorkersAreKilledAtFiftyMomentsEndsAsIfNothingHadHappened(
      @TempDir Path one, @TempDir Path other)
      throws IOException, URISyntaxException, InterruptedException, ExecutionException {
    var kills = new ArrayList<Kill>();
    try (var first = new TreeKillRig(one, TreeKillTest.playbook());
        var second = new TreeKillRig(other, TreeKillTest.playbook());
        var lanes = Executors.newFixedThreadPool(2)) {
      Grown whole = first.undisturbed("whole");
      var moments = moments();
      var half = moments.size() / 2;
      var left = lanes.submit(() -> kills(first, whole, moments.subList(0, half)));
      var right = lanes.submit(() -> kills(second, whole, moments.subList(half, KILLS)));
      kills.addAll(left.get());
      kills.addAll(right.get());
    }
    Files.write(REPORT, kills.stream().map(Kill::toString).toList());

    assertThat(kills).hasSize(KILLS).allSatisfy(kill -> assertThat(kill.problems()).isEmpty());
    assertThat(kills.stream().filter(kill -> kill.processes() > 0)).hasSizeGreaterThan(KILLS / 2);
  }

  private static List<Kill> kills(TreeKillRig rig, Grown whole, List<Moment> moments)
      throws IOException {
    var kills = new ArrayList<Kill>();
    for (var moment : moments) {
      var bereft = rig.bereft("kill-" + kills.size(), moment);
      kills.add(new Kill(moment, bereft.processes(), problems(whole, bereft)));
    }
    return kills;
  }

  /** Over all requests of the tree, at times that reach from the request to after its reply. */
  private static List<Moment> moments() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    var moments = new ArrayList<Moment>();
    for (int kill = 0; kill < KILLS; kill++) {
      moments.add(new Moment(1 + kill * REQUESTS / KILLS, random.nextInt(250)));
    }
    return moments;
  }

  /** One sentence for each difference that the kill made: it must make none. */
  private static List<String> problems(Grown whole, Bereft bereft) {
    var problems = new ArrayList<String>();
    var end = bereft.end();
    if (!end.tree().outcomes().equals(whole.tree().outcomes())) {
      problems.add("the sessions ended otherwise: " + end.tree().outcomes());
    }
    if (!digests(end).equals(digests(whole))) {
      problems.add("the variables have other digests: " + digests(end));
    }
    if (!end.requests().equals(whole.requests())) {
      problems.add("other calls were made, or some twice: " + end.requests());
    }
    end.tree().notOnce().forEach(id -> problems.add(id + " did not start and open a turn once"));
    return problems;
  }

  /** What each step changed, by session. */
  private static Map<String, List<Map<String, String>>> digests(Grown grown) {
    var digests = new TreeMap<String, List<Map<String, String>>>();
    grown
        .tree()
        .sessions()
        .forEach(
            (id, session) ->
                digests.put(
                    id, session.of(CellsEvaluated.class).map(CellsEvaluated::variables).toList()));
    return digests;
  }
}
