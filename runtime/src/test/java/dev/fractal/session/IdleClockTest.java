package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdleClockTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final List<Duration> set = new ArrayList<>();

  private IdleClock clock(Duration patience) {
    return new IdleClock(patience, set::add);
  }

  @Test
  void manyUsesSetOneTimer() {
    var clock = clock(LONG);
    clock.use();
    clock.use();

    assertThat(set).containsExactly(LONG);
  }

  @Test
  void aTimerThatFiresTooEarlyIsSetForWhatIsLeft() {
    var clock = clock(LONG);
    clock.use();

    assertThat(clock.isOver()).isFalse();
    assertThat(set).hasSize(2);
    assertThat(set.getLast()).isPositive().isLessThanOrEqualTo(LONG);
  }

  @Test
  void onceItIsOverTheNextUseSetsItAgain() {
    var clock = clock(Duration.ZERO);
    clock.use();

    assertThat(clock.isOver()).isTrue();
    assertThat(set).hasSize(1);
    clock.use();
    assertThat(set).hasSize(2);
  }

  @Test
  void anActorThatRestartsGetsATimerAgain() {
    var clock = clock(LONG);
    clock.use();
    clock.startAfresh();

    assertThat(set).containsExactly(LONG, LONG);
  }
}
