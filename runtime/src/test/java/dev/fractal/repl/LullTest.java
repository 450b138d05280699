package dev.fractal.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.kernel.Granted;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Results are gathered only where a cell has to be rebuilt to go on. */
final class LullTest {
  private static final Duration MOST = Duration.ofMillis(500);

  private final FakeKernelFactory kernels = new FakeKernelFactory();

  private StepTask waiting() {
    var reply = Content.inline("```js\ncall lm [1] -> x\n```");
    return new StepTask(
        Workspace.EMPTY,
        1,
        new StepRecord(1, reply, Instant.EPOCH, Budget.UNLIMITED, List.of()),
        Granted.of("lm"),
        Optional.empty(),
        false,
        Tries.NONE,
        kernels.stamp());
  }

  @Test
  void aKernelThatStandsWaitsForNothingMore() {
    try (var repl =
        new Repl(
            new SessionId("s-1"),
            kernels,
            new InMemoryPayloadStore(),
            new IdleKernels(1),
            _ -> {})) {
      assertThat(repl.lull()).as("nothing stands").isPositive().isLessThanOrEqualTo(MOST);

      assertThat(repl.run(waiting())).isInstanceOf(StepOutcome.Waiting.class);
      assertThat(repl.lull()).isZero();

      repl.drop();
      assertThat(repl.lull()).as("it was dropped").isPositive().isLessThanOrEqualTo(MOST);
    }
  }
}
