package dev.fractal.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.database.StoreException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signs of life, given by connections of a real database. */
@Timeout(60)
final class LifeSignTest {
  /** Connections that are no journal's, as a restart of the server would end them. */
  private static final String END_ALL =
      """
      SELECT pg_terminate_backend("pid") FROM pg_stat_activity
      WHERE "datname" = current_database() AND "pid" <> pg_backend_pid()
        AND "pid" IN (SELECT "pid" FROM pg_locks WHERE "locktype" = 'advisory')
      """;

  /** The server notices the end of a connection a moment later. */
  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("the server notices it").isNegative();
    }
  }

  @Test
  void aSignIsSeenByOthersUntilItsConnectionEnds() {
    try (var rig = new ClusterRig()) {
      var one = rig.start(1);
      var two = rig.start(2);
      try (var mine = rig.tables().sign(one)) {
        var theirs = rig.tables().sign(two);
        assertThat(mine.look().test(two)).as("it has not begun").isFalse();
        assertThat(theirs.look()).accepts(one, two);
        assertThat(mine.look()).accepts(one, two);
        assertThat(rig.tables().fenceGone(two)).isFalse();
        assertThat(rig.tables().beat(two, 0)).isTrue();

        theirs.close();
        await(() -> !mine.look().test(two));
        assertThat(mine.look()).accepts(one).rejects(two);
        assertThat(rig.tables().fenceGone(two)).isTrue();
        assertThat(rig.tables().beat(two, 0)).as("it is fenced").isFalse();
        assertThat(rig.tables().fenceGone(two)).as("said again").isTrue();
        assertThat(rig.tables().beat(one, 0)).isTrue();
      }
    }
  }

  @Test
  void whoLostItsConnectionSaysSoAndGivesItsSignAnew() {
    try (var rig = new ClusterRig()) {
      var one = rig.start(1);
      try (var sign = rig.tables().sign(one);
          var other = rig.tables().sign(rig.start(2))) {
        assertThat(sign.look()).accepts(one);
        rig.sql(END_ALL);
        assertThatThrownBy(sign::look).isInstanceOf(StoreException.class);
        await(() -> !other.look().test(one));
        await(() -> sign.look().test(one));
        assertThat(other.look()).accepts(one);
      }
    }
  }

  /** The other side of the same lock: nobody comes back while it is being fenced. */
  @Test
  void whoIsBeingFencedGivesNoSign() {
    try (var rig = new ClusterRig()) {
      var one = rig.start(1);
      try (var sign = rig.tables().sign(one);
          var other = rig.tables().sign(rig.start(2))) {
        rig.store()
            .jdbc()
            .transaction(
                connection -> {
                  assertThat(LifeSign.isMissing(connection, one)).isTrue();
                  var _ = sign.look();
                  return LifeSign.isMissing(connection, one);
                });
        assertThat(other.look()).as("it did not get it").rejects(one);
        assertThat(sign.look()).as("it tries again").accepts(one);
      }
    }
  }
}
