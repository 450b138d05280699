package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.worker.Fullness.Step;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FullnessTest {
  private static final long MOST = 1000;

  private final Fullness fullness = new Fullness(MOST);

  @Test
  void nearlyFullASharedWorkerIsRelievedNowAndThen() {
    for (int look = 0; look < 20; look++) {
      assertThat(fullness.after(900, true, false))
          .isEqualTo(look % 5 == 0 ? Step.RELIEVE : Step.NONE);
    }
  }

  @Test
  void nobodyIsEndedForTheSakeOfNobody() {
    for (int look = 0; look < 20; look++) {
      assertThat(fullness.after(999, false, false)).isEqualTo(Step.NONE);
    }
  }

  @Test
  void beyondItsLimitItEndsAsSoonAsTheHeaviestIsNamed() {
    assertThat(fullness.after(1001, true, false)).isEqualTo(Step.RELIEVE);
    assertThat(fullness.after(1001, true, false)).isEqualTo(Step.NONE);
    assertThat(fullness.after(1001, true, true)).isEqualTo(Step.END);
  }

  @Test
  void aCellThatWasNamedAndLetGoOfItsMemoryIsNoReasonToEnd() {
    assertThat(fullness.after(900, true, true)).isEqualTo(Step.RELIEVE);
    assertThat(fullness.after(500, true, true)).isEqualTo(Step.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itEndsAfterAFewLooksInARowOrAtOnceFarBeyondAndNeverBelow(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 200; round++) {
      var one = new Fullness(MOST);
      boolean shared = random.nextBoolean();
      int beyond = 0;
      for (int look = 0; look < 40; look++) {
        long held =
            random.nextInt(3) == 0 ? random.nextLong(MOST + 1) : MOST + random.nextLong(400);
        beyond = held > MOST ? beyond + 1 : 0;
        boolean ends = beyond > (shared ? 5 : 1) || held > MOST / 3 * 4;
        assertThat(one.after(held, shared, false) == Step.END)
            .as("seed %d, round %d, look %d", seed, round, look)
            .isEqualTo(ends);
      }
    }
  }
}
