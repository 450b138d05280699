package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of sessions share few threads; the test says when a thread has time. */
final class FairTurnsTest {
  private static final int TREES = 6;

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();

  private void submit(FairTurns turns, String tree, int number) {
    turns.submit(tree, () -> ran.add(tree + number));
  }

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.remove().run();
    }
  }

  @Test
  void aTreeWithManyTasksDoesNotKeepAnotherWaiting() {
    var turns = new FairTurns(threads::add, 1, 0);
    for (int i = 0; i < 50; i++) {
      submit(turns, "wide", i);
    }
    submit(turns, "small", 0);
    runAll();
    assertThat(ran.indexOf("small0")).isEqualTo(1);
    assertThat(ran).hasSize(51);
  }

  @Test
  void noMoreThreadsAreAskedForThanThereAre() {
    var turns = new FairTurns(threads::add, 2, 0);
    for (int i = 0; i < 9; i++) {
      submit(turns, "tree", i);
    }
    for (int left = 9; left > 1; left--) {
      assertThat(threads).hasSize(2);
      threads.remove().run();
    }
    runAll();
    assertThat(ran).hasSize(9);
  }

  @Test
  void aTaskThatTakesLongKeepsNobodyWaiting() {
    var turns = new FairTurns(threads::add, 1, 2);
    turns.submit(
        "long",
        () -> {
          submit(turns, "short", 1);
          assertThat(threads).as("the only place is taken").isEmpty();
          turns.relieve();
          assertThat(threads).as("it has only begun").isEmpty();
          turns.relieve();
          runAll();
          assertThat(ran).containsExactly("short1");
          submit(turns, "short", 2);
          runAll();
          assertThat(ran).containsExactly("short1", "short2");
        });
    runAll();
    submit(turns, "short", 3);
    submit(turns, "short", 4);
    assertThat(threads).as("the place is one again").hasSize(1);
    runAll();
    assertThat(ran).containsExactly("short1", "short2", "short3", "short4");
  }

  @Test
  void onlySoManyTasksGoOnBeside() {
    var turns = new FairTurns(threads::add, 1, 1);
    Runnable innermost =
        () -> {
          submit(turns, "short", 1);
          turns.relieve();
          turns.relieve();
          assertThat(threads).as("one goes on beside, this one has the place").isEmpty();
        };
    turns.submit(
        "first",
        () -> {
          turns.submit("second", innermost);
          turns.relieve();
          turns.relieve();
          runAll();
        });
    runAll();
    assertThat(ran).containsExactly("short1");
  }

  @Test
  void aTaskThatFailsTakesNoOtherAlong() {
    var turns = new FairTurns(threads::add, 1, 0);
    turns.submit(
        "tree",
        () -> {
          throw new IllegalStateException("broken");
        });
    submit(turns, "tree", 1);
    assertThatThrownBy(threads.remove()::run).hasMessage("broken");
    runAll();
    assertThat(ran).containsExactly("tree1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void aTreeWaitsForOneTaskOfEachOther(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int width = 1 + random.nextInt(4);
    var turns = new FairTurns(threads::add, width, 0);
    Map<String, Integer> submitted = new HashMap<>();
    var since = new HashMap<String, Integer>();
    for (int i = 0; i < 2_000; i++) {
      if (random.nextInt(3) > 0) {
        var tree = tree(random);
        int number = submitted.merge(tree, 1, Integer::sum);
        since.putIfAbsent(tree, ran.size());
        submit(turns, tree, number);
      } else if (!threads.isEmpty()) {
        threads.remove().run();
        served(since, submitted);
      }
    }
    while (!threads.isEmpty()) {
      threads.remove().run();
      served(since, submitted);
    }
    assertThat(new HashSet<>(ran)).hasSize(ran.size());
    submitted.forEach(
        (tree, count) ->
            assertThat(ran.stream().filter(of(tree)).count()).isEqualTo(count.longValue()));
  }

  /** Some have more work than others. */
  private static String tree(RandomGenerator random) {
    int index = Math.min(random.nextInt(TREES), random.nextInt(TREES));
    return "abcdef".substring(index, index + 1);
  }

  private static Predicate<String> of(String tree) {
    return task -> task.startsWith(tree);
  }

  /** The tree that was served had waited for at most one task of each tree. */
  private void served(Map<String, Integer> since, Map<String, Integer> submitted) {
    var tree = ran.getLast().substring(0, 1);
    int waited = ran.size() - 1 - Objects.requireNonNull(since.remove(tree));
    assertThat(waited).as("tasks that %s waited for", tree).isLessThan(TREES);
    long done = ran.stream().filter(of(tree)).count();
    assertThat(ran.getLast()).as("order within a tree").isEqualTo(tree + done);
    if (done < submitted.getOrDefault(tree, 0)) {
      since.put(tree, ran.size());
    }
  }
}
