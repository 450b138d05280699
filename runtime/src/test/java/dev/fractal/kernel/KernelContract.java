package dev.fractal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fractal.kernel.CellOutcome.Completed;
import dev.fractal.kernel.CellOutcome.Final;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.CellOutcome.LimitExceeded;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.CellOutcome.Threw;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every kernel keeps to; a subclass says how its cells are written. */
public abstract class KernelContract {
  private KernelFactory factory = new FakeKernelFactory();
  private Kernel kernel = new FakeKernel(Map.of(), Set.of());

  protected abstract KernelFactory newFactory();

  protected abstract String set(String name, String json);

  protected abstract String print(String text);

  /** Waits for the call and keeps its result. */
  protected abstract String call(String function, String argument, String name);

  /** Makes the call without waiting. */
  protected abstract String ask(String function, String argument);

  protected abstract String end(String json);

  protected abstract String raise(String message);

  protected abstract String breakLimit();

  protected abstract String clock(String name);

  @BeforeEach
  void openKernel() {
    factory = newFactory();
    kernel = factory.open(Map.of(), Granted.of("lm"));
  }

  @AfterEach
  void closeKernel() {
    kernel.close();
    kernel.close();
    factory.close();
  }

  private CellOutcome run(String... lines) {
    return kernel.evaluate(new Cell(String.join("\n", lines), "cell", 7, at(1000), Map.of()));
  }

  @Test
  void aCellCompletesWithWhatItPrintedAndShows() {
    assertThat(run(print("hello"), set("x", "1")))
        .isInstanceOfSatisfying(Completed.class, c -> assertThat(c.printed()).isEqualTo("hello\n"));
  }

  @Test
  void aFinalValueIsJsonText() {
    assertThat(run(end("{\"a\":[1,null]}"))).isEqualTo(new Final("", "{\"a\":[1,null]}"));
  }

  @Test
  void workAfterAFinalValueDoesNotRun() {
    run(set("late", "1"));
    kernel.changes();
    assertThat(run(end("1"), set("late", "2"), print("late"))).isEqualTo(new Final("", "1"));
    assertThat(kernel.changes().changed()).doesNotContainKey("late");
  }

  @Test
  void aThrownErrorSaysWhereAndKeepsWhatWasDoneBefore() {
    assertThat(run(set("x", "1"), raise("oh")))
        .isInstanceOfSatisfying(
            Threw.class,
            t -> assertThat(t.error()).startsWith("Error: oh").contains("(line 2, column "));
    assertThat(kernel.changes().changed()).containsOnlyKeys("x");
  }

  @Test
  void aHostCallSuspendsTheCellUntilItsResultArrives() {
    assertThat(run(call("lm", "\"q\"", "answer")))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> {
              assertThat(s.calls()).extracting(GuestCall::call).containsExactly(0);
              assertThat(s.calls().getFirst().function()).isEqualTo("lm");
              assertThat(s.calls().getFirst().arguments()).startsWith("[\"q\"");
            });
    assertThat(resume(new GuestResult.Returned(0, "\"yes\""))).isInstanceOf(Completed.class);
    assertThat(kernel.changes().changed()).containsOnlyKeys("answer");
  }

  @Test
  void aFailedHostCallIsAnErrorOfItsType() {
    run(call("lm", "\"q\"", "answer"));
    assertThat(resume(new GuestResult.Failed(0, "ModelError", "no reply")))
        .isInstanceOfSatisfying(
            Threw.class, t -> assertThat(t.error()).startsWith("ModelError: no reply"));
  }

  @Test
  void callsThatNobodyAwaitsAreStillMadeAndNumberedThroughTheCell() {
    assertThat(run(call("lm", "1", "a"), ask("lm", "2"))).isInstanceOf(Suspended.class);
    assertThat(resume(new GuestResult.Returned(0, "1")))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> assertThat(s.calls()).extracting(GuestCall::call).containsExactly(1));
    assertThat(resume(new GuestResult.Returned(1, "2"))).isInstanceOf(Completed.class);
  }

  @Test
  void theClockIsTheCellsAndAfterASuspensionTheResumes() {
    run(clock("before"), call("lm", "1", "a"), clock("after"));
    kernel.resume(List.of(new GuestResult.Returned(0, "1")), at(5000));
    assertThat(kernel.changes().changed())
        .hasEntrySatisfying("before", d -> assertThat(d.encoded()).contains("1000"))
        .hasEntrySatisfying("after", d -> assertThat(d.encoded()).contains("5000"));
  }

  @Test
  void functionsThatWereNotGrantedDoNotExist() {
    assertThat(run(call("rlm", "1", "a")))
        .isInstanceOfSatisfying(
            Threw.class, t -> assertThat(t.error()).contains("rlm is not defined"));
  }

  @Test
  void aBrokenLimitIsItsOwnOutcome() {
    assertThat(run(print("before"), breakLimit()))
        .isInstanceOfSatisfying(
            LimitExceeded.class, l -> assertThat(l.printed()).isEqualTo("before\n"));
  }

  @Test
  void changesTellsOnlyWhatIsNewChangedOrGone() {
    run(set("x", "1"), set("y", "[2]"));
    assertThat(kernel.changes().changed()).containsOnlyKeys("x", "y");
    run(set("x", "1"));
    assertThat(kernel.changes().changed()).isEmpty();
    run(set("y", "[3]"));
    assertThat(kernel.changes().changed()).containsOnlyKeys("y");
  }

  @Test
  void aKernelRestoredFromItsDumpHasNoChangesAndDumpsTheSame() {
    run(set("x", "1"), set("y", "{\"a\":[1,2]}"));
    Map<String, String> dump = new TreeMap<>();
    kernel.changes().changed().forEach((name, dumped) -> dump.put(name, dumped.encoded()));
    try (Kernel other = factory.open(dump, Granted.NOTHING)) {
      VariableChanges none = other.changes();
      assertThat(none.changed()).isEmpty();
      assertThat(none.removed()).isEmpty();
    }
  }

  @Test
  void aSuspendedKernelTakesNoOtherCell() {
    run(call("lm", "1", "a"));
    assertThatIllegalStateException().isThrownBy(() -> run(set("x", "1")));
  }

  private CellOutcome resume(GuestResult result) {
    return kernel.resume(List.of(result), at(2000));
  }

  private static Moment at(long millis) {
    return new Moment(Instant.ofEpochMilli(millis), "{\"usd\":" + millis + "}");
  }
}
