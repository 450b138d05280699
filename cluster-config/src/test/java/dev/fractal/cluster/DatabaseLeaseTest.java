package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.coordination.lease.LeaseException;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease as Pekko uses it, by two nodes. */
final class DatabaseLeaseTest {
  private TestCluster cluster;
  private Membership one;
  private DatabaseLease lease;
  private DatabaseLease other;

  @BeforeEach
  void open() {
    cluster = new TestCluster();
    one = cluster.membership();
    lease = lease(one);
    other = lease(cluster.membership());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static DatabaseLease lease(Membership membership) {
    var whole = ConfigFactory.load();
    var config =
        whole
            .getConfig("fractal.shard-lease")
            .withFallback(whole.getConfig("pekko.coordination.lease"));
    return new DatabaseLease(LeaseSettings.apply(config, "shard-1", "owner"), membership);
  }

  @Test
  void oneHoldsItUntilItIsReleased() {
    assertThat(lease.checkLease()).isFalse();
    assertThat(TestCluster.get(lease.acquire())).isTrue();
    assertThat(TestCluster.get(lease.acquire())).isTrue();
    assertThat(lease.checkLease()).isTrue();

    assertThat(TestCluster.get(other.acquire())).isFalse();
    assertThat(other.checkLease()).isFalse();

    assertThat(TestCluster.get(lease.release())).isTrue();
    assertThat(lease.checkLease()).isFalse();
    assertThat(TestCluster.get(other.acquire())).isTrue();
  }

  @Test
  void beatsAloneKeepIt() {
    TestCluster.get(lease.acquire());
    long enough = System.nanoTime() + one.settings().ttl().plusMillis(500).toNanos();

    TestCluster.await(() -> System.nanoTime() > enough);

    assertThat(lease.checkLease()).isTrue();
    assertThat(TestCluster.get(other.acquire())).isFalse();
  }

  @Test
  void aFencedNodeIsToldThatItLostIt() {
    var lost = new CompletableFuture<Optional<Throwable>>();
    TestCluster.get(lease.acquire(lost::complete));

    cluster.tables().fence(one.incarnation());

    assertThat(TestCluster.get(lost)).get().isInstanceOf(LeaseException.class);
    assertThat(lease.checkLease()).isFalse();
    assertThat(one.healthy()).isFalse();
    assertThat(TestCluster.get(one.fenced())).contains("was fenced");
    assertThat(TestCluster.get(lease.acquire())).isFalse();
    assertThat(TestCluster.get(other.acquire())).isTrue();
  }

  @Test
  void whileTheDatabaseIsAwayItIsPausedAndNotLost() throws SQLException {
    var lost = new CompletableFuture<Optional<Throwable>>();
    TestCluster.get(lease.acquire(lost::complete));

    try (var outage = lock("node")) {
      TestCluster.await(() -> !lease.checkLease());
      outage.rollback();
    }

    TestCluster.await(lease::checkLease);
    assertThat(lost).isNotDone();
    assertThat(one.fenced().toCompletableFuture()).isNotDone();
  }

  @Test
  void aReleaseThatFailsIsTriedUntilItWorks() throws SQLException {
    TestCluster.get(lease.acquire());

    try (var outage = lock("lease")) {
      assertThat(lease.release()).failsWithin(Duration.ofSeconds(20));
      outage.rollback();
    }

    TestCluster.await(() -> TestCluster.get(other.acquire()));
  }

  @Test
  void theLastOfManyWishesCounts() {
    for (int i = 0; i < 20; i++) {
      lease.acquire();
      lease.release();
    }
    assertThat(TestCluster.get(lease.acquire())).isTrue();
    assertThat(lease.checkLease()).isTrue();
    assertThat(TestCluster.get(other.acquire())).isFalse();

    lease.acquire();
    TestCluster.get(lease.release());
    assertThat(TestCluster.get(other.acquire())).isTrue();
    assertThat(lease.checkLease()).isFalse();
  }

  private Connection lock(String table) throws SQLException {
    var connection = cluster.store().dataSource().getConnection();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("LOCK TABLE \"" + table + "\" IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }
}
