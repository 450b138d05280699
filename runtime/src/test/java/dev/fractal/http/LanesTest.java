package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.view.SampleJournal;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crowd whose reads do not end, and everybody else. */
@Timeout(60)
final class LanesTest {
  private static final int CROWD = 20;
  private static final String SESSION = "/v1/sessions/" + SampleJournal.SESSION.value();

  @Test
  void whoDoesNotReadTheStoreIsAnsweredWhileReadersFillIt() throws Exception {
    var gate = new CountDownLatch(1);
    var full = new CountDownLatch(1);
    try (var rig = HttpRig.start()) {
      rig.store.meanwhile(
          () -> {
            full.countDown();
            waitFor(gate);
          });
      var crowd = new ArrayList<CompletableFuture<HttpRig.Answer>>();
      for (int i = 0; i < CROWD; i++) {
        crowd.add(
            CompletableFuture.supplyAsync(
                () -> rig.get(SESSION + "/tree/events"), Thread::startVirtualThread));
      }
      try {
        assertThat(full.await(10, TimeUnit.SECONDS)).as("a read is under way").isTrue();
        assertThat(rig.get("/health/alive").status()).isEqualTo(200);
        assertThat(rig.get("/metrics").status()).isEqualTo(200);
        var turn = rig.post(SESSION + "/turns", "{\"message\":\"m\",\"wait\":\"5s\"}");
        assertThat(turn.status()).isEqualTo(200);
        assertThat(rig.get(SESSION + "/turns/1?wait=5s").status()).isEqualTo(200);
        assertThat(crowd).noneMatch(CompletableFuture::isDone);
      } finally {
        gate.countDown();
      }
      assertThat(crowd).allSatisfy(answer -> assertThat(answer.get().status()).isEqualTo(200));
    }
  }

  private static void waitFor(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
