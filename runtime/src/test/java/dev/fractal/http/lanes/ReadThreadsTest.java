package dev.fractal.http.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ReadThreadsTest {
  @Test
  void noMoreThanSoManyAreRunAtATime() throws InterruptedException {
    var begun = new AtomicInteger();
    var all = new CountDownLatch(3);
    var gate = new CountDownLatch(1);
    try (var threads = new ReadThreads(2)) {
      var two = new CountDownLatch(2);
      for (int i = 0; i < 3; i++) {
        threads.execute(
            () -> {
              begun.incrementAndGet();
              two.countDown();
              awaitQuietly(gate);
              all.countDown();
            });
      }
      assertThat(two.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(begun).hasValue(2);
      gate.countDown();
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aReadThatHasBegunIsNotInterruptedAndOneThatHasNotNeverRuns() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var second = new AtomicBoolean();
    var threads = new ReadThreads(1);
    threads.execute(
        () -> {
          begun.countDown();
          awaitQuietly(gate);
          interrupted.set(Thread.currentThread().isInterrupted());
          over.countDown();
        });
    threads.execute(() -> second.set(true));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    threads.close();
    gate.countDown();

    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isFalse();
    assertThat(second).isFalse();
  }

  private static void awaitQuietly(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
