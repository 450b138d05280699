package dev.fractal.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who forms a cluster, and who joins it. */
final class FormationTest {
  private static final Formation FORM = new Formation.Form();
  private ClusterRig rig;
  private ClusterTables tables;

  @BeforeEach
  void open() {
    rig = new ClusterRig();
    tables = rig.tables();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Formation join(int... ports) {
    return new Formation.Join(
        java.util.Arrays.stream(ports)
            .mapToObj(port -> "pekko://fractal@127.0.0.1:" + port)
            .toList());
  }

  @Test
  void theFirstFormsAndTheOthersJoinIt() {
    var first = rig.start(1);
    var second = rig.start(2);

    assertThat(tables.mayForm(first)).isEqualTo(FORM);
    assertThat(tables.mayForm(first)).isEqualTo(FORM);
    assertThat(tables.mayForm(second)).isEqualTo(join(1));
    assertThat(tables.joined(second)).isTrue();
    assertThat(tables.mayForm(rig.start(3))).isEqualTo(join(1, 2));
  }

  @Test
  void aNodeThatOnlyJoinsIsNobodysSeed() {
    rig.start(1);

    assertThat(tables.mayForm(rig.start(2))).isEqualTo(FORM);
  }

  @Test
  void aRestartedSeedJoinsThoseThatAreLeft() {
    tables.mayForm(rig.start(1));
    var second = rig.start(2);
    tables.mayForm(second);
    tables.joined(second);

    assertThat(tables.mayForm(rig.start(1))).isEqualTo(join(2));
  }

  @Test
  void silentMembersAreGivenUpOnlyByOneWhoWasHeardOfForAWholeTtl() {
    var old = rig.steady(1);
    tables.mayForm(old);
    rig.silence(old);
    var fresh = rig.start(2);

    assertThat(tables.mayForm(fresh)).isInstanceOf(Formation.Wait.class);
    assertThat(tables.beat(old, 0)).isTrue();
    assertThat(tables.mayForm(fresh)).isEqualTo(join(1));

    rig.silence(old);
    assertThat(tables.mayForm(rig.steady(3))).isEqualTo(FORM);
    assertThat(tables.beat(old, 0)).isFalse();
    assertThat(tables.mayForm(old)).isEqualTo(new Formation.Fenced());
  }

  @Test
  void theLastMembersThatLeaveAreWaitedFor() {
    var last = rig.start(1);
    tables.mayForm(last);
    tables.leaving(last);
    var next = rig.start(2);

    assertThat(tables.mayForm(next))
        .isEqualTo(new Formation.Wait("the last members are leaving: pekko://fractal@127.0.0.1:1"));
    tables.leave(last);
    assertThat(tables.mayForm(next)).isEqualTo(FORM);
  }

  @Test
  void aNodeThatArrivesInAClusterThatWasGivenUpNeverCounts() {
    var old = rig.start(1);
    tables.mayForm(old);
    var late = rig.start(2);
    assertThat(tables.mayForm(late)).isEqualTo(join(1));
    rig.silence(old);
    assertThat(tables.mayForm(rig.steady(3))).isEqualTo(FORM);

    assertThat(tables.joined(late)).isFalse();
    assertThat(tables.mayForm(late)).isEqualTo(join(3));
    assertThat(tables.joined(late)).isTrue();
  }

  @Test
  void oneOfManyThatStartAtOnceFormsWhateverTheOrder() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      rig.sql("DELETE FROM \"node\"");
      var ports = new ArrayList<>(List.of(1, 2, 3, 4, 5));
      Collections.shuffle(ports, new Random(seed));
      var starts =
          ports.stream()
              .map(port -> (Callable<Formation>) () -> tables.mayForm(rig.start(port)))
              .toList();

      try (var threads = Executors.newFixedThreadPool(starts.size())) {
        var answers = new ArrayList<Formation>();
        for (var answer : threads.invokeAll(starts)) {
          answers.add(answer.get());
        }
        assertThat(answers).as("seed " + seed).filteredOn(FORM::equals).hasSize(1);
        assertThat(answers).filteredOn(Formation.Join.class::isInstance).hasSize(4);
      }
    }
  }
}
