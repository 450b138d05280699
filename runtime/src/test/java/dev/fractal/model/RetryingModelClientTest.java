package dev.fractal.model;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static dev.fractal.model.ModelRequests.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingModelClientTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(10), 0.5);

  private final ScheduledThreadPoolExecutor timer = timer();
  private final FakeModelClient model = new FakeModelClient();

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  private RetryingModelClient retrying(RetryPolicy policy) {
    return new RetryingModelClient(model, policy, timer, new Random(7));
  }

  private CompletableFuture<ModelReply> call(ModelRequest request) {
    return retrying(QUICK).complete(request, UNHEARD);
  }

  @AfterEach
  void stopTheTimer() {
    timer.shutdownNow();
  }

  @Test
  void aFailedAttemptIsRepeatedWithItsNumberAndWhatIsLostAddsUp() throws InterruptedException {
    model.thenFails(Kind.CONNECTION, 1).thenFails(Kind.RATE_LIMIT, 0).thenFails(Kind.CONNECTION, 1);
    model.thenReplies("here");

    ModelReply reply = reply(call(root("go")));

    assertThat(reply.text()).isEqualTo("here");
    assertThat(reply.lost()).isEqualTo(2);
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(model.next().request().attempt()).isEqualTo(attempt);
    }
  }

  @Test
  void theLastAttemptsFailureIsTheCallsAndSumsWhatIsLost() {
    for (int i = 0; i < 4; i++) {
      model.thenFails(Kind.CONNECTION, 1);
    }

    ModelCallException failure = failure(call(root("go")));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.lost()).isEqualTo(4);
    assertThat(failure.getMessage()).contains("attempt 4");
    assertThat(model.waiting()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TIMEOUT", "BAD_REQUEST", "UNAUTHORIZED"})
  void whatCannotHelpIsNotRepeated(Kind kind) {
    model.thenFails(kind, 0);

    assertThat(failure(call(root("go"))).kind()).isEqualTo(kind);
    assertThat(model.waiting()).isEqualTo(1);
  }

  @Test
  void aRetryAfterIsWaitedFor() {
    model.thenFails(Kind.RATE_LIMIT, 0, Optional.of(Duration.ofMillis(200))).thenReplies("x");
    long before = System.nanoTime();

    assertThat(reply(call(root("go"))).text()).isEqualTo("x");

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(195));
  }

  @Test
  void aRetryAfterBeyondTheDeadlineFailsTheCallAtOnce() {
    model.thenFails(Kind.RATE_LIMIT, 0, Optional.of(Duration.ofSeconds(60)));

    assertThat(call(root("go"))).isCompletedExceptionally();
  }

  @Test
  void oneDeadlineGoesOverAllAttemptsAndCancelsTheOneInFlight() throws InterruptedException {
    model.thenFails(Kind.CONNECTION, 1);
    CompletableFuture<ModelReply> call = call(within(root("go"), Duration.ofMillis(150)));

    ModelCallException failure = failure(call);
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.lost()).isEqualTo(2);
    assertThat(model.next().request().attempt()).isEqualTo(1);
    FakeModelClient.Arrived second = model.next();
    assertThat(second.answer()).isCancelled();
    assertThat(second.request().deadline()).isLessThan(Duration.ofMillis(150));
    assertThat(model.waiting()).isZero();
  }

  @Test
  void cancellingTheCallCancelsTheAttemptAndLeavesNothingScheduled() throws InterruptedException {
    CompletableFuture<ModelReply> call = call(root("go"));
    FakeModelClient.Arrived attempt = model.next();

    call.cancel(true);

    assertThat(attempt.answer()).isCancelled();
    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void cancellingTheCallWhileItWaitsEndsTheWait() {
    model.thenFails(Kind.SERVER_ERROR, 0, Optional.of(Duration.ofSeconds(5)));
    CompletableFuture<ModelReply> call = call(root("go"));
    assertThat(timer.getQueue()).isNotEmpty();

    call.cancel(true);

    assertThat(timer.getQueue()).isEmpty();
    assertThat(model.waiting()).isEqualTo(1);
  }

  @Test
  void closingCancelsWhatIsUnderWayAndClosesTheAdapter() throws InterruptedException {
    RetryingModelClient client = retrying(QUICK);
    CompletableFuture<ModelReply> call = client.complete(root("go"), UNHEARD);
    FakeModelClient.Arrived attempt = model.next();

    client.close();

    assertThat(call).isCancelled();
    assertThat(attempt.answer()).isCancelled();
    assertThat(model.isClosed()).isTrue();
  }

  @Test
  void waitsDoubleUpToTheirCapAndChanceShortensThem() {
    RetryPolicy policy = new RetryPolicy(9, Duration.ofMillis(100), Duration.ofMillis(350), 0.5);
    Random random = new Random(1);

    for (int i = 0; i < 100; i++) {
      assertThat(policy.backoff(1, random))
          .isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
      assertThat(policy.backoff(2, random))
          .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
      assertThat(policy.backoff(80, random))
          .isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
    }
  }
}
