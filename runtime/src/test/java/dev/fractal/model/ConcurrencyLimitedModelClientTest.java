package dev.fractal.model;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static dev.fractal.model.ModelRequests.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.protocol.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitedModelClientTest {
  private static final ModelReply DONE = new ModelReply("done", Usage.UNKNOWN, 0);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final FakeModelClient model = new FakeModelClient();

  private ConcurrencyLimitedModelClient limited(int limit) {
    return new ConcurrencyLimitedModelClient(model, new CallSlots(limit), timer);
  }

  @AfterEach
  void stopTheTimer() {
    timer.shutdownNow();
  }

  @Test
  void callsBeyondTheLimitStartInOrderAsPlacesBecomeFree() throws InterruptedException {
    ModelClient client = limited(2);
    List<CompletableFuture<ModelReply>> calls = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      calls.add(client.complete(root("go", step), UNHEARD));
    }
    assertThat(model.waiting()).isEqualTo(2);

    for (int step = 1; step <= 5; step++) {
      FakeModelClient.Arrived call = model.next();
      assertThat(call.request().step()).isEqualTo(step);
      call.answer().complete(DONE);
    }

    assertThat(calls).allSatisfy(call -> assertThat(reply(call)).isEqualTo(DONE));
  }

  @Test
  void aQueuedCallThatIsCancelledNeverStarts() throws InterruptedException {
    ModelClient client = limited(1);
    var _ = client.complete(root("go", 1), UNHEARD);
    CompletableFuture<ModelReply> second = client.complete(root("go", 2), UNHEARD);
    var _ = client.complete(root("go", 3), UNHEARD);

    second.cancel(true);
    model.next().answer().complete(DONE);

    assertThat(model.next().request().step()).isEqualTo(3);
  }

  @Test
  void cancellingACallUnderWayFreesItsPlace() throws InterruptedException {
    ModelClient client = limited(1);
    CompletableFuture<ModelReply> first = client.complete(root("go", 1), UNHEARD);
    var _ = client.complete(root("go", 2), UNHEARD);

    first.cancel(true);

    assertThat(model.next().answer()).isCancelled();
    assertThat(model.next().request().step()).isEqualTo(2);
  }

  @Test
  void aCallThatNeverGotAPlaceTimesOutAndLosesNothing() {
    ModelClient client = limited(1);
    var _ = client.complete(root("go", 1), UNHEARD);

    ModelCallException failure =
        failure(client.complete(within(root("go", 2), Duration.ofMillis(50)), UNHEARD));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.lost()).isZero();
    assertThat(model.waiting()).isEqualTo(1);
  }

  @Test
  void waitingForAPlaceCountsIntoTheDeadline() throws InterruptedException {
    ModelClient client = limited(1);
    var _ = client.complete(root("go", 1), UNHEARD);
    var _ = client.complete(within(root("go", 2), Duration.ofSeconds(5)), UNHEARD);

    model.next().answer().complete(DONE);

    assertThat(model.next().request().deadline()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void manyCallsThatEndAtOnceDoNotPileUp() throws InterruptedException {
    ModelClient client = limited(1);
    List<CompletableFuture<ModelReply>> calls = new ArrayList<>();
    calls.add(client.complete(root("go"), UNHEARD));
    FakeModelClient.Arrived first = model.next();
    for (int i = 0; i < 20_000; i++) {
      model.thenReplies("x");
      calls.add(client.complete(root("go"), UNHEARD));
    }

    first.answer().complete(DONE);

    assertThat(calls).allSatisfy(call -> assertThat(call).isCompleted());
  }

  @Test
  void closingCancelsQueuedCallsToo() {
    ModelClient client = limited(1);
    CompletableFuture<ModelReply> first = client.complete(root("go", 1), UNHEARD);
    CompletableFuture<ModelReply> second = client.complete(root("go", 2), UNHEARD);

    client.close();

    assertThat(first).isCancelled();
    assertThat(second).isCancelled();
    assertThat(model.waiting()).isEqualTo(1);
  }
}
