package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.membership.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which nodes are gone, by looks at their signs of life. */
final class AbsencesTest {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final int NODES = 4;
  private static final int LOOKS = 400;

  private final List<Incarnation> nodes = nodes();
  private final Absences absences = new Absences(GRACE, SETTLING);

  /** The clock may begin anywhere, below zero too. */
  private long millis = -100_000;

  private static List<Incarnation> nodes() {
    var random = new Random(4);
    return IntStream.range(0, NODES)
        .mapToObj(_ -> new Incarnation(new UUID(random.nextLong(), random.nextLong())))
        .toList();
  }

  private List<Incarnation> after(long pause, Set<Incarnation> living) {
    millis += pause;
    return absences.look(Duration.ofMillis(millis).toNanos(), Set.copyOf(nodes), living::contains);
  }

  private Set<Incarnation> but(Incarnation... missing) {
    var living = new HashSet<>(nodes);
    living.removeAll(List.of(missing));
    return living;
  }

  @Test
  void whoIsMissingForTheGraceIsGone() {
    assertThat(after(0, but())).isEmpty();
    assertThat(after(250, but(nodes.get(1)))).isEmpty();
    assertThat(after(500, but(nodes.get(1)))).isEmpty();
    assertThat(after(499, but(nodes.get(1)))).isEmpty();
    assertThat(after(1, but(nodes.get(1)))).containsExactly(nodes.get(1));
    assertThat(after(250, but(nodes.get(1)))).as("until it is no member").hasSize(1);
  }

  @Test
  void whoComesBackBeginsAnew() {
    after(0, but());
    after(250, but(nodes.get(2)));
    after(800, but(nodes.get(2)));
    after(150, but());
    assertThat(after(250, but(nodes.get(2)))).isEmpty();
    assertThat(after(250, but(nodes.get(2)))).isEmpty();
    assertThat(after(800, but(nodes.get(2)))).containsExactly(nodes.get(2));
  }

  @Test
  void twoLooksAreNotEnough() {
    after(0, but());
    after(250, but(nodes.getFirst()));
    assertThat(after(60_000, but(nodes.getFirst()))).as("the watcher was frozen").isEmpty();
    assertThat(after(250, but(nodes.getFirst()))).hasSize(1);
  }

  @Test
  void whoNeverGaveASignIsNotJudged() {
    for (int look = 0; look < 20; look++) {
      assertThat(after(250, but(nodes.get(3)))).isEmpty();
    }
  }

  @Test
  void whoCouldNotLookJudgesNobodyForAWhile() {
    after(0, but());
    absences.blinded();
    for (int look = 0; look < 40; look++) {
      assertThat(after(250, Set.of())).as("at %d ms", millis).isEmpty();
    }
    assertThat(after(250, Set.of())).hasSize(NODES);
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** The law: a node is given up exactly while it and the watcher have been so for long enough. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aNodeIsGoneExactlyWhenItWasSeenAndThenNotForTheGrace(long seed) {
    var random = new Random(seed);
    millis = random.nextLong() >> 24;
    Map<Incarnation, List<Long>> misses = new HashMap<>();
    var seen = new HashSet<Incarnation>();
    long sees = Long.MIN_VALUE;
    boolean blind = false;
    for (int look = 0; look < LOOKS; look++) {
      long pause = 50L + random.nextInt(600);
      if (random.nextInt(50) == 0) {
        absences.blinded();
        misses.clear();
        blind = true;
        millis += pause;
        continue;
      }
      var living = new HashSet<>(nodes);
      living.removeIf(_ -> random.nextInt(8) == 0);
      int sick = random.nextInt(NODES);
      living.removeIf(node -> nodes.indexOf(node) == sick && random.nextInt(8) > 0);
      var gone = after(pause, living);
      if (blind) {
        blind = false;
        sees = millis + SETTLING.toMillis();
      }
      var expected = new ArrayList<Incarnation>();
      for (var node : nodes) {
        if (living.contains(node)) {
          seen.add(node);
          misses.remove(node);
        } else if (seen.contains(node)) {
          var missed = misses.computeIfAbsent(node, _ -> new ArrayList<>());
          missed.add(millis);
          boolean longEnough = millis - missed.getFirst() >= GRACE.toMillis();
          if (longEnough && missed.size() >= 3 && millis >= sees) {
            expected.add(node);
          }
        }
      }
      assertThat(gone).as("look %d of seed %d", look, seed).hasSameElementsAs(expected);
    }
  }
}
