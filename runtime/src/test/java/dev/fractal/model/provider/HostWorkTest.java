package dev.fractal.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.model.ModelSpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HostWorkTest {
  @AutoClose private final HostWork work = new HostWork(Duration.ofMillis(300));

  private static int hang(CountDownLatch over) {
    boolean interrupted = false;
    while (over.getCount() > 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  @Test
  void whatHangsFailsForItsOwnCallerAndOthersGoOn() {
    var over = new CountDownLatch(1);
    try {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> work.done("the playbook 'x'", () -> hang(over)))
            .isInstanceOf(ModelSpecException.class)
            .hasMessageContaining("the playbook 'x' was not read within 300 ms");
      }
      assertThat(work.<Integer>done("y", () -> 7)).isEqualTo(7);
    } finally {
      over.countDown();
    }
  }

  @Test
  void evenWhenEverythingHangsEachCallerHasHisAnswerInTime() {
    var over = new CountDownLatch(1);
    var callers = new ArrayList<CompletableFuture<Void>>();
    try {
      for (int i = 0; i < 100; i++) {
        var asked = new CompletableFuture<Void>();
        callers.add(asked);
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    work.done("z", () -> hang(over));
                    asked.complete(null);
                  } catch (ModelSpecException e) {
                    asked.completeExceptionally(e);
                  }
                });
      }
      assertThat(callers)
          .allSatisfy(
              asked ->
                  assertThat(asked)
                      .failsWithin(Duration.ofSeconds(5))
                      .withThrowableThat()
                      .havingCause()
                      .isInstanceOf(ModelSpecException.class));
    } finally {
      over.countDown();
    }
    assertThat(work.<Integer>done("y", () -> 7)).isEqualTo(7);
  }

  @Test
  void failuresAreTheWorksOwn() {
    assertThatThrownBy(
            () ->
                work.done(
                    "x",
                    () -> {
                      throw new ModelSpecException("no");
                    }))
        .isInstanceOf(ModelSpecException.class)
        .hasMessage("no");
  }
}
