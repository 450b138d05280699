package dev.fractal.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of a node that has lost its place. */
final class FenceTest {
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

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void append(Connection connection, int sequence) throws SQLException {
    execute(
        connection,
        """
        INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
          "write_timestamp", "adapter_manifest", "event_ser_id", "event_ser_manifest",
          "event_payload") VALUES ('Session|s', %d, 'w', 0, '', 1, '', '\\x00')
        """
            .formatted(sequence));
  }

  @Test
  void aLateWriteOfAFencedNodeIsRefusedAndOthersAreUnharmed() throws SQLException {
    var node = rig.start(1);
    var other = rig.start(2);
    try (var late = rig.writer(node);
        var innocent = rig.writer(other);
        var nobody = rig.anybody()) {
      append(late, 1);
      tables.leave(node);

      assertThatThrownBy(() -> append(late, 2))
          .matches(ClusterTables::isFenced)
          .hasMessageContaining(
              "the node with incarnation "
                  + node
                  + " was fenced and may not write; stop it and start it again");
      assertThatThrownBy(() -> execute(late, "UPDATE \"event_journal\" SET \"deleted\" = TRUE"))
          .matches(ClusterTables::isFenced);
      assertThatThrownBy(() -> execute(late, "DELETE FROM \"snapshot\""))
          .matches(ClusterTables::isFenced);
      append(innocent, 2);
      append(nobody, 3);
    }
    assertThat(rig.count("event_journal")).isEqualTo(3);
  }

  @Test
  void theOpenTransactionOfAFrozenProcessIsEndedByTheOneWhoFencesIt() throws SQLException {
    var frozen = rig.start(1);
    var heir = rig.steady(2);
    tables.acquire("shard-1", frozen);
    try (var open = rig.writer(frozen)) {
      open.setAutoCommit(false);
      append(open, 1);
      rig.silence(frozen);

      assertThat(tables.acquire("shard-1", heir)).isEqualTo(LeaseAnswer.ACQUIRED);

      assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
    }
    assertThat(rig.count("event_journal")).isZero();
    assertThatThrownBy(
            () -> {
              try (var thawed = rig.writer(frozen)) {
                append(thawed, 1);
              }
            })
        .matches(ClusterTables::isFenced);
  }

  @Test
  void fencingWaitsForAWriteInFlightAndEndsItsTurnWithinItsLockTimeout() throws SQLException {
    var node = rig.start(1);
    try (var unknown = rig.anybody()) {
      execute(unknown, "SET fractal.incarnation = '" + node + "'");
      unknown.setAutoCommit(false);
      append(unknown, 1);

      assertThatThrownBy(() -> tables.fence(node)).hasMessageContaining("lock timeout");
      unknown.commit();

      assertThat(tables.fence(node)).isTrue();
      assertThatThrownBy(() -> append(unknown, 2)).matches(ClusterTables::isFenced);
    }
    assertThat(rig.count("event_journal")).isEqualTo(1);
  }

  @Test
  void aWriteThatComesWhileItsNodeIsBeingFencedWaitsAndIsRefused() throws Exception {
    var node = rig.start(1);
    try (var threads = Executors.newSingleThreadExecutor();
        var fencing = rig.anybody();
        var late = rig.writer(node)) {
      fencing.setAutoCommit(false);
      execute(fencing, "DELETE FROM \"node\" WHERE \"incarnation\" = '" + node + "'");
      var write =
          threads.submit(
              () -> {
                append(late, 1);
                return true;
              });
      rig.awaitSomebodyWaiting();
      fencing.commit();

      assertThatThrownBy(write::get).matches(ClusterTables::isFenced);
    }
    assertThat(rig.count("event_journal")).isZero();
  }

  /** The negative control: without the trigger the late write goes through. */
  @Test
  void withoutTheFenceALateWriteWouldGoThrough() throws SQLException {
    var node = rig.start(1);
    rig.sql("DROP TRIGGER \"event_journal_fence\" ON \"event_journal\"");
    try (var late = rig.writer(node)) {
      tables.fence(node);
      assertThatThrownBy(() -> append(late, 1)).isInstanceOf(SQLException.class);
    }
    try (var late = rig.writer(node)) {
      append(late, 1);
    }
    assertThat(rig.count("event_journal")).isEqualTo(1);
  }
}
