package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The nodes are restarted one after the other under a load of turns and reads. */
@Tag("long")
@Timeout(900)
final class RollingRestartTest {
  private static final int NODES = 3;
  private static final int SESSIONS = Integer.getInteger("fleet.callers", 8);
  private static final double REACH_SECONDS = Integer.getInteger("fleet.gap-in-restart", 60);
  private static final Path REPORT = Path.of("target", "rolling-restart.txt");

  @Test
  void noTurnIsLostOrDoubledAndNoCallerSeesAnError(@TempDir Path data) throws IOException {
    try (var fleet = Fleet.start(data, NODES, "ping.yaml")) {
      var traffic = Traffic.of(fleet.client(), SESSIONS);
      for (int node = 1; node <= NODES; node++) {
        traffic.awaitMore(2 * SESSIONS);
        fleet.stop(node);
        fleet.start(node);
      }
      traffic.awaitMore(2 * SESSIONS);
      traffic.stop();

      Files.write(REPORT, List.of(traffic.toString()));
      System.out.println(traffic);
      assertThat(traffic.errors()).isEmpty();
      var stored = fleet.stored();
      for (int n = 1; n <= SESSIONS; n++) {
        var session = stored.sessions().get("t-" + n);
        assertThat(session).isNotNull();
        assertThat(session.of(TurnEnded.class)).hasSize(traffic.turns(n));
      }
      assertThat(traffic.longestSeconds()).isLessThan(REACH_SECONDS);
    }
  }
}
