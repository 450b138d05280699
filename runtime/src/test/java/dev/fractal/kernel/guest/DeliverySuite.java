package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Completed;
import dev.fractal.kernel.CellOutcome.Final;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.CellOutcome.Threw;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Promises of the host behave as in any program: each settles when its own result is there. */
public abstract class DeliverySuite extends KernelSuite {
  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");

  private Kernel kernel = new FakeKernelFactory().open(Map.of(), Granted.NOTHING);

  @BeforeEach
  void openKernel() {
    kernel = factory.open(Map.of(), Granted.of("lm", "mapLm", "rlm", "mapRlm"));
  }

  @AfterEach
  void closeKernel() {
    kernel.close();
  }

  private CellOutcome run(String source) {
    return kernel.evaluate(new Cell(source, "cell 1", 42, MOMENT, Map.of()));
  }

  /** Delivers results whose value is the call's number. */
  private CellOutcome deliver(int... calls) {
    return kernel.resume(
        IntStream.of(calls)
            .<GuestResult>mapToObj(call -> new GuestResult.Returned(call, Integer.toString(call)))
            .toList(),
        MOMENT);
  }

  private static Completed shown(String text) {
    return new Completed("", text);
  }

  private static Suspended waitsOnly() {
    return new Suspended(List.of());
  }

  @Test
  void theFastestCallWinsARace() {
    run("const won = await Promise.race([lm('slow'), lm('fast')]); won");

    assertThat(deliver(1)).isEqualTo(waitsOnly());
    assertThat(deliver(0)).isEqualTo(shown("1"));
  }

  @Test
  void aRaceGoesOnWhileTheSlowCallIsPending() {
    run("const won = await Promise.race([lm('slow'), lm('fast')]); lm('next ' + won); won");

    assertThat(deliver(1))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> assertThat(s.calls()).extracting(GuestCall::call).containsExactly(2));
    assertThat(deliver(2, 0)).isEqualTo(shown("1"));
  }

  @Test
  void anyWaitsForOneThatSucceeds() {
    run("await Promise.any([lm('a'), lm('b')])");

    assertThat(kernel.resume(List.of(new GuestResult.Failed(0, "ModelError", "no")), MOMENT))
        .isEqualTo(waitsOnly());
    assertThat(deliver(1)).isEqualTo(shown("1"));
  }

  @Test
  void aLoopSeesResultsAsTheyCome() {
    run(
        """
        const order = [];
        const open = new Map([0, 1, 2].map(i => [i, lm(i).then(v => [i, v])]));
        while (open.size > 0) {
          const [i, v] = await Promise.race(open.values());
          open.delete(i);
          order.push(v);
        }
        order
        """);

    deliver(2);
    deliver(0);
    assertThat(deliver(1)).isEqualTo(shown("[2, 0, 1]"));
  }

  @Test
  void resultsOfABatchAreDeliveredInItsOrder() {
    run(
        "const order = []; await Promise.all([0, 1, 2].map(i => lm(i).then(v => order.push(v)))); order");

    assertThat(deliver(1, 2, 0)).isEqualTo(shown("[1, 2, 0]"));
  }

  @Test
  void aLaneOfAPipelineDoesNotWaitForTheOthers() {
    run("await Promise.all(['a', 'b'].map(async x => lm(await lm(x, 'first'), 'second')))");

    assertThat(deliver(1))
        .isInstanceOfSatisfying(
            Suspended.class,
            s ->
                assertThat(s.calls())
                    .containsExactly(new GuestCall(2, "lm", "[1,\"second\",\"text\"]")));
    assertThat(deliver(2)).isEqualTo(waitsOnly());
    assertThat(deliver(0))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> assertThat(s.calls()).extracting(GuestCall::call).containsExactly(3));
    assertThat(deliver(3)).isEqualTo(shown("[3, 2]"));
  }

  @Test
  void lanesOfOneCallSettleOnePromise() {
    assertThat(run("lm('x'); await mapLm(['a', 'b'], 'q'); await mapRlm(['c', 'd'])"))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> assertThat(s.calls()).extracting(GuestCall::promise).containsExactly(0, 1, 1));

    assertThat(deliver(2)).isEqualTo(waitsOnly());
    assertThat(deliver(0)).isEqualTo(waitsOnly());
    assertThat(deliver(1))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> assertThat(s.calls()).extracting(GuestCall::promise).containsExactly(3, 3));
  }

  @Test
  void aCancelledCallIsRejectedAtOnceAndTheHostIsTold() {
    run(
        "const slow = lm('slow'); const fast = await lm('fast'); slow.cancel(); let why; try { await slow } catch (e) { why = [e.name, e.message, e instanceof Error] } lm('next'); why");

    assertThat(deliver(1))
        .isEqualTo(
            new Suspended(List.of(new GuestCall(2, "lm", "[\"next\",null,\"text\"]")), List.of(0)));
    assertThat(deliver(2)).isEqualTo(shown("[\"Cancelled\", \"lm was cancelled\", true]"));
  }

  @Test
  void aResultOfACancelledCallChangesNothing() {
    run(
        "const slow = lm('slow'); await lm('fast'); slow.cancel(); const got = await Promise.allSettled([slow, lm('next')]); got.map(g => g.status)");
    deliver(1);

    assertThat(deliver(0)).isEqualTo(waitsOnly());
    assertThat(deliver(2)).isEqualTo(shown("[\"rejected\", \"fulfilled\"]"));
  }

  /** What waits for one result of a batch runs before the next one is given. */
  @Test
  void aCallCanBeCancelledBetweenTwoResultsOfABatch() {
    run(
        "const a = lm('a'), b = lm('b'); a.then(() => b.cancel());"
            + " const got = await b.catch(e => e.name); lm('next'); got");

    assertThat(deliver(0, 1))
        .isInstanceOfSatisfying(Suspended.class, s -> assertThat(s.cancelled()).containsExactly(1));
    assertThat(deliver(2)).isEqualTo(shown("\"Cancelled\""));
  }

  @Test
  void aCellIsOverWhenItsPendingCallsAreCancelled() {
    run("const slow = lm('slow'); const fast = await lm('fast'); slow.cancel(); fast");

    assertThat(deliver(1)).isEqualTo(shown("1"));
  }

  @Test
  void aCallThatIsCancelledBeforeItLeavesIsNeverMade() {
    assertThat(run("const a = lm('a'), b = lm('b'); a.cancel(); await b"))
        .isInstanceOfSatisfying(
            Suspended.class,
            s -> {
              assertThat(s.calls()).extracting(GuestCall::call).containsExactly(1);
              assertThat(s.cancelled()).isEmpty();
            });
    assertThat(deliver(1)).isEqualTo(shown("1"));
  }

  @Test
  void cancellingAFanOutCancelsTheLanesThatArePending() {
    run(
        "const all = mapLm(['a', 'b', 'c'], 'q'); await lm('x'); all.cancel(); lm('y'); await all.catch(e => e.name)");
    deliver(1);

    assertThat(deliver(3))
        .isInstanceOfSatisfying(
            Suspended.class, s -> assertThat(s.cancelled()).containsExactly(0, 2));
    assertThat(deliver(4)).isEqualTo(shown("\"Cancelled\""));
  }

  @Test
  void cancellingWhatIsSettledChangesNothing() {
    run("const p = lm('a'); const v = await p; p.cancel(); p.cancel(); [v, await p]");

    assertThat(deliver(0)).isEqualTo(shown("[0, 0]"));
  }

  @Test
  void aPromiseOfAnEarlierCellCancelsNothingOfThisOne() {
    run("const old = lm('a'); throw new Error('over')");
    run("lm('b'); await lm('c'); old.cancel(); await lm('d')");

    assertThat(deliver(1))
        .isInstanceOfSatisfying(Suspended.class, s -> assertThat(s.cancelled()).isEmpty());
  }

  @Test
  void cancelBelongsToPromisesOfTheHost() {
    assertThat(run("const {cancel} = lm('a'); cancel.call(Promise.resolve(1))"))
        .isInstanceOfSatisfying(
            Threw.class, t -> assertThat(t.error()).startsWith("TypeError: cancel belongs to"));
  }

  @Test
  void aFinalValueDoesNotWaitForPendingCalls() {
    run("lm('slow'); FINAL(lm('fast'))");

    assertThat(deliver(1)).isEqualTo(new Final("", "1"));
  }

  @Test
  void whatIsPendingWhenACellThrowsComesToItsEndAndNothingIsCalledAfter() {
    run(
        "const slow = lm('slow').then(v => lm('after ' + v)); lm('fast').then(v => v.x.y); await lm('fast'); throw new Error('no')");

    assertThat(deliver(2)).isEqualTo(waitsOnly());
    assertThat(deliver(0)).isEqualTo(waitsOnly());
    assertThat(deliver(1))
        .isInstanceOfSatisfying(Threw.class, t -> assertThat(t.error()).startsWith("Error: no"));
  }

  @Test
  void whatIsCalledInTheSliceThatThrowsNeverLeaves() {
    assertThat(run("lm('a'); throw new Error('no')")).isInstanceOf(Threw.class);
  }

  @Test
  void aFunctionOfTheRuntimeCanBeKept() {
    run("const keep = lm('a').cancel; await lm('b')");
    deliver(0, 1);

    assertThat(kernel.save().inexact()).isEmpty();
  }
}
