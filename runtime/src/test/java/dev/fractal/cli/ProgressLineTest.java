package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.Progress;
import dev.fractal.protocol.Spend;
import dev.fractal.view.SampleJournal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final Progress NEWS =
      new Progress(
          SampleJournal.SESSION,
          1,
          3,
          "awaiting\u001bmodel",
          "",
          Spend.NONE.reply(SampleJournal.USAGE));

  @Test
  void itTellsStepPhaseTimeTokensAndCost() {
    assertThat(ProgressLine.render(Optional.of(NEWS), Duration.ofMillis(75_400), 200))
        .isEqualTo("turn 1 step 3 · awaiting␛model · 1m15s · 100 tokens in, 20 out · $0.002");
  }

  @Test
  void itNeverReachesTheTerminalsEdge() {
    assertThat(ProgressLine.render(Optional.of(NEWS), Duration.ofMillis(400), 40)).hasSize(37);
    assertThat(ProgressLine.render(Optional.empty(), Duration.ofMillis(400), 40))
        .isEqualTo("starting · 0.4s");
  }
}
