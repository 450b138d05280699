package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.CellOutcome.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Who is blamed when a worker ends: nobody who cannot have done it. */
final class OpenRequestsTest {
  private final OpenRequests requests = new OpenRequests();
  private final List<CompletableFuture<Answer>> answers = new ArrayList<>();

  private void run(int count) {
    for (int id = 1; id <= count; id++) {
      answers.add(requests.add(new Request.Walk(id, id, false)));
    }
    answers.add(requests.add(new Request.Ping(count + 1)));
  }

  private WorkerEndedException end(int request) {
    try {
      answers.get(request - 1).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WorkerEndedException why) {
        return why;
      }
      throw e;
    }
    throw new AssertionError("request " + request + " was answered");
  }

  private List<Integer> suspects(int count) {
    var suspects = new ArrayList<Integer>();
    for (int id = 1; id <= count; id++) {
      assertThat(end(id).isGuilty()).isFalse();
      if (end(id).lost().isSuspect()) {
        suspects.add(id);
      }
    }
    return suspects;
  }

  @Test
  void ofSeveralAllAreSuspectsUnlessOneIsNamed() {
    run(3);
    requests.fail(WorkerEnd.memory(1 << 30, 0), 3);
    assertThat(suspects(3)).containsExactly(1, 2, 3);
  }

  @Test
  void whoHeldMostIsTheOnlySuspect() {
    run(3);
    requests.fail(WorkerEnd.memory(1 << 30, 2), 3);
    assertThat(suspects(3)).containsExactly(2);
  }

  @Test
  void whoCouldNotBeStoppedIsGuiltyAndNobodyElseASuspect() {
    run(3);
    requests.fail(WorkerEnd.stuck(2, Limit.CPU_TIME), 3);
    assertThat(end(2).isGuilty()).isTrue();
    for (int other : List.of(1, 3)) {
      assertThat(end(other).isGuilty()).isFalse();
      assertThat(end(other).lost().isSuspect()).isFalse();
    }
  }

  @Test
  void aSingleOneIsGuiltyOfACrashAndOfMemoryOnlyWhereNoOtherKernelHoldsAny() {
    run(1);
    requests.fail(WorkerEnd.memory(1 << 30, 0), 2);
    assertThat(suspects(1)).containsExactly(1);
    var alone = new OpenRequests();
    var answer = alone.add(new Request.Walk(1, 1, false));
    alone.fail(WorkerEnd.exit(133), 5);
    assertThat(
            answer.handle((_, e) -> e instanceof WorkerEndedException why && why.isGuilty()).join())
        .isTrue();
  }

  @Test
  void nobodyIsBlamedForAKillFromOutside() {
    run(2);
    requests.fail(WorkerEnd.closed(), 2);
    assertThat(suspects(2)).isEmpty();
  }

  @Test
  void whatComesAfterTheEndFailsAtOnceAndWhatIsAnsweredIsNotWaitedFor() {
    run(2);
    requests.answered(new Answer.Done(1));
    assertThat(answers.getFirst()).isCompletedWithValue(new Answer.Done(1));
    assertThat(requests.contains(1)).isFalse();
    assertThat(requests.hasOlder(Duration.ofHours(1))).isFalse();
    assertThat(requests.isBusy()).isTrue();
    requests.fail(WorkerEnd.closed(), 2);
    assertThat(requests.add(new Request.Walk(9, 9, false))).isCompletedExceptionally();
    assertThat(requests.isBusy()).isFalse();
  }
}
