package dev.fractal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A crash after any event changes nothing but what was in flight. */
final class CrashMatrixTest {
  private static KernelFactory graal() {
    return new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load()));
  }

  @Test
  void theScenarioVisitsEveryPhaseAndEverySnapshotOfAStep() {
    try (var matrix = new CrashMatrix(graal(), Script.javaScript())) {
      var types = matrix.whole().journal().stream().<Class<?>>map(SessionEvent::getClass).toList();
      assertThat(types)
          .contains(
              SessionEvent.TurnQueued.class,
              SessionEvent.HostCallsCompleted.class,
              SessionEvent.SessionCompacted.class);
      assertThat(types.stream().filter(SessionEvent.VariablesSaved.class::equals)).hasSize(3);
      assertThat(matrix.whole().outcomes())
          .allMatch(outcome -> outcome.terminal() == TurnStatus.FINAL);
      assertThat(matrix.whole().outcomes().toString())
          .contains("\"repaired\":10", "\"failed\":1", "\"box\":42", "value=Inline[text=86]");
      assertThat(matrix.whole().lost()).isZero();
    }
  }

  @Test
  void aCrashAfterAnyEventLeadsToTheSameJournalValueAndDigests() {
    try (var matrix = new CrashMatrix(graal(), Script.javaScript())) {
      for (int cut = 0; cut <= matrix.events(); cut++) {
        matrix.check(cut);
      }
    }
  }

  @Test
  void theSameHoldsWithAnotherKernel() {
    try (var matrix = new CrashMatrix(new FakeKernelFactory(), Script.commands())) {
      for (int cut = 0; cut <= matrix.events(); cut++) {
        matrix.check(cut);
      }
    }
  }

  @Test
  void theMatrixIsRedWhenRecordedResultsAreIgnored() {
    var kernels = new ForgetfulKernels(graal());
    try (var matrix = new CrashMatrix(kernels, Script.javaScript())) {
      int evaluated = afterCellsOf(matrix.whole().journal(), 4);
      matrix.check(evaluated);

      kernels.forget();

      assertThat(matrix.failures()).contains(evaluated).hasSizeGreaterThan(10);
    }
  }

  private static int afterCellsOf(List<SessionEvent> journal, int step) {
    for (int i = 0; i < journal.size(); i++) {
      if (journal.get(i) instanceof CellsEvaluated cells && cells.step() == step) {
        return i + 1;
      }
    }
    throw new AssertionError("step " + step + " was not evaluated");
  }
}
