package dev.fractal.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases and the lives of nodes that own them. */
final class LeaseTest {
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

  @Test
  void aFreeLeaseIsAcquiredOnceAndAgainByItsOwner() {
    var one = rig.start(1);
    var two = rig.start(2);

    assertThat(tables.acquire("shard-1", one)).isEqualTo(LeaseAnswer.ACQUIRED);
    assertThat(tables.acquire("shard-1", one)).isEqualTo(LeaseAnswer.ACQUIRED);
    assertThat(tables.acquire("shard-1", two)).isEqualTo(LeaseAnswer.TAKEN);
    assertThat(tables.acquire("shard-2", two)).isEqualTo(LeaseAnswer.ACQUIRED);
  }

  @Test
  void aReleasedLeaseIsFreeAndNobodyReleasesWhatIsNotHis() {
    var one = rig.start(1);
    var two = rig.start(2);
    tables.acquire("shard-1", one);

    tables.release("shard-1", two);
    assertThat(tables.acquire("shard-1", two)).isEqualTo(LeaseAnswer.TAKEN);

    tables.release("shard-1", one);
    assertThat(tables.acquire("shard-1", two)).isEqualTo(LeaseAnswer.ACQUIRED);
  }

  @Test
  void takingOverFromASilentOwnerFencesHimAndFreesAllHisLeases() {
    var silent = rig.start(1);
    var heir = rig.steady(2);
    tables.acquire("shard-1", silent);
    tables.acquire("shard-2", silent);
    rig.silence(silent);

    assertThat(tables.acquire("shard-1", heir)).isEqualTo(LeaseAnswer.ACQUIRED);

    assertThat(tables.beat(silent, 0)).isFalse();
    assertThat(tables.acquire("shard-1", silent)).isEqualTo(LeaseAnswer.FENCED);
    assertThat(tables.acquire("shard-3", silent)).isEqualTo(LeaseAnswer.FENCED);
    assertThat(rig.count("writer")).isEqualTo(1);
    assertThat(rig.count("lease")).isEqualTo(1);
  }

  @Test
  void aBeatRenewsAllLeasesOfItsNode() {
    var owner = rig.start(1);
    var other = rig.steady(2);
    tables.acquire("shard-1", owner);
    tables.acquire("shard-2", owner);
    rig.silence(owner);

    assertThat(tables.beat(owner, 0)).isTrue();

    assertThat(tables.acquire("shard-1", other)).isEqualTo(LeaseAnswer.TAKEN);
    assertThat(tables.acquire("shard-2", other)).isEqualTo(LeaseAnswer.TAKEN);
  }

  @Test
  void aBeatThatIsUnderWayWhenSomebodyTakesOverWins() throws Exception {
    var owner = rig.steady(1);
    var heir = rig.steady(2);
    tables.acquire("shard-1", owner);
    rig.silence(owner);

    try (var threads = Executors.newSingleThreadExecutor();
        var beating = rig.anybody()) {
      beating.setAutoCommit(false);
      try (var beat = beating.createStatement()) {
        beat.execute(
            "UPDATE \"node\" SET \"expires\" = clock_timestamp() + \"ttl\" WHERE \"incarnation\" ="
                + " '"
                + owner
                + "'");
      }
      var takeover = threads.submit(() -> tables.acquire("shard-1", heir));
      rig.awaitSomebodyWaiting();
      beating.commit();

      assertThat(takeover.get()).isEqualTo(LeaseAnswer.TAKEN);
    }
    assertThat(tables.beat(owner, 0)).isTrue();
  }

  @Test
  void afterAnOutageOfTheDatabaseNobodyIsTakenFromBeforeAWholeTtl() {
    var innocent = rig.steady(1);
    var first = rig.steady(2);
    tables.acquire("shard-1", innocent);
    rig.silence(innocent);
    rig.silence(first);

    assertThat(tables.acquire("shard-1", first)).isEqualTo(LeaseAnswer.TAKEN);
    assertThat(tables.beat(first, 0)).isTrue();
    assertThat(tables.acquire("shard-1", first)).isEqualTo(LeaseAnswer.TAKEN);

    assertThat(tables.beat(innocent, 0)).isTrue();
    assertThat(tables.acquire("shard-1", innocent)).isEqualTo(LeaseAnswer.ACQUIRED);
  }

  @Test
  void aNodeThatLeavesFreesItsLeasesAndMayWriteNoMore() {
    var leaving = rig.start(1);
    var other = rig.start(2);
    tables.acquire("shard-1", leaving);

    assertThat(tables.leave(leaving)).isTrue();
    assertThat(tables.leave(leaving)).isFalse();

    assertThat(tables.acquire("shard-1", other)).isEqualTo(LeaseAnswer.ACQUIRED);
    assertThat(tables.beat(leaving, 0)).isFalse();
    assertThat(rig.count("writer")).isEqualTo(1);
  }

  @Test
  void aNodeThatStartsAtAnAddressEndsTheLifeBeforeIt() {
    var old = rig.start(1);
    var bystander = rig.start(2);
    tables.acquire("shard-1", old);

    var fresh = rig.start(1);

    assertThat(fresh).isNotEqualTo(old);
    assertThat(tables.beat(old, 0)).isFalse();
    assertThat(tables.beat(bystander, 0)).isTrue();
    assertThat(tables.acquire("shard-1", fresh)).isEqualTo(LeaseAnswer.ACQUIRED);
  }

  @Test
  void manyHeirsOfOneOwnerGetEachLeaseOnce() throws Exception {
    var silent = rig.start(1);
    var heirs = new ArrayList<Incarnation>();
    for (int port = 2; port < 6; port++) {
      heirs.add(rig.steady(port));
    }
    for (int shard = 0; shard < 16; shard++) {
      tables.acquire("shard-" + shard, silent);
    }
    rig.silence(silent);

    var wishes = new ArrayList<Callable<LeaseAnswer>>();
    for (int shard = 0; shard < 16; shard++) {
      for (var heir : heirs) {
        var name = "shard-" + shard;
        wishes.add(() -> tables.acquire(name, heir));
      }
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      var answers = new ArrayList<LeaseAnswer>();
      for (var answer : threads.invokeAll(wishes)) {
        answers.add(answer.get());
      }
      assertThat(answers).filteredOn(LeaseAnswer.ACQUIRED::equals).hasSize(16);
      assertThat(answers).doesNotContain(LeaseAnswer.FENCED);
    }
    assertThat(heirs).allMatch(node -> tables.beat(node, 0));
  }

  @Test
  void nodesAreListedWithTheirStateAndWhatTheyHold() {
    var member = rig.start(1);
    tables.mayForm(member);
    tables.acquire("shard-1", member);
    var silent = rig.start(2);
    rig.silence(silent);

    assertThat(tables.list())
        .extracting(NodeEntry::incarnation, NodeEntry::state, NodeEntry::live, NodeEntry::leases)
        .containsExactly(
            tuple(member, NodeState.MEMBER, true, 1), tuple(silent, NodeState.JOINING, false, 0));
    assertThat(tables.list().getFirst().registration())
        .isEqualTo(new Registration("pekko://fractal@127.0.0.1:1", "n1", "1.0.0", ClusterRig.TTL));
    assertThat(tables.list().getFirst().silent()).isLessThan(ClusterRig.TTL);
    assertThat(tables.list().getLast().silent()).isGreaterThanOrEqualTo(ClusterRig.TTL);
  }

  @Test
  void theFirstNodeFixesTheNumberOfShards() {
    tables.requireShards(128);
    tables.requireShards(128);

    assertThatThrownBy(() -> tables.requireShards(64))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("this node has 64 shards but the database at jdbc:postgresql:")
        .hasMessageEndingWith(
            "was made with 128; set pekko.cluster.sharding.number-of-shards = 128");
  }

  @Test
  void anEmbeddedStoreServesNoCluster(@TempDir Path directory) {
    try (var store = Store.openNode(TestStores.h2(directory))) {
      assertThatThrownBy(() -> store.openCluster(ClusterRig.TTL))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("is for one process; a cluster needs PostgreSQL");
    }
  }
}
