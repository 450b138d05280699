package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class LogIdsTest {
  private static final SessionId SESSION = new SessionId("s1");

  @Test
  void aCallNamesItsSessionTurnAndStep() {
    assertThat(LogIds.of(CallKey.model(SESSION, 2, 3)))
        .isEqualTo(Map.of("session", "s1", "turn", "2", "step", "3", "call", "s1/t2/s3"));
    assertThat(LogIds.of(CallKey.host(SESSION, 2, 3, 0, 14)))
        .containsEntry("session", "s1")
        .containsEntry("step", "3");
    assertThat(LogIds.of(CallKey.gate(SESSION, 2, 3, 0, 14))).containsEntry("turn", "2");
  }

  @Test
  void aKeyOfAnotherFormIsItsOwnName() {
    assertThat(LogIds.of(new CallKey("s1/queue"))).isEqualTo(Map.of("call", "s1/queue"));
  }

  @Test
  void idsAreThereWhileATaskRunsAndNoLonger() {
    List<@Nullable String> seen = new ArrayList<>();
    Runnable look = () -> seen.add(MDC.get("session") + "/" + MDC.get("step"));
    var task = LogIds.about(CallKey.model(SESSION, 1, 4), look);

    LogIds.about(
            new SessionId("outer"),
            () -> {
              look.run();
              task.run();
              look.run();
            })
        .run();
    look.run();

    assertThat(seen).containsExactly("outer/null", "s1/4", "outer/null", "null/null");
  }
}
