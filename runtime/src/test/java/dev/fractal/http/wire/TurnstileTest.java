package dev.fractal.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
  /** Large answers that nobody takes; the newest is kept. */
  @Test
  void answersThatNobodyTakesDoNotFillTheMemory() {
    var turnstile = new Turnstile(10, 10, 1_000_000, Runnable::run);
    var oldest = new Visit(InetAddress.getLoopbackAddress(), turnstile);
    var newest = new Visit(InetAddress.getLoopbackAddress(), turnstile);
    assertThat(turnstile.enter(oldest).toCompletableFuture().join()).isTrue();
    assertThat(turnstile.enter(newest).toCompletableFuture().join()).isTrue();
    turnstile.holds(oldest, 600_000);
    assertThat(turnstile.size()).isEqualTo(2);

    turnstile.holds(newest, 600_000);

    assertThat(turnstile.size()).isEqualTo(1);
    turnstile.taken(newest);
    turnstile.holds(newest, 2_000_000);
    assertThat(turnstile.size()).as("one alone may have what it asked for").isEqualTo(1);
  }
}
