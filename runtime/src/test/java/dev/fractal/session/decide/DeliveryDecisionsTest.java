package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.hostDone;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Suspended;
import dev.fractal.session.state.Work;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A cell goes on with what settles a promise, and calls are called off. */
final class DeliveryDecisionsTest {
  private static final List<HostCall> NONE = List.of();

  private static List<HostCall> calls(String function, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(call -> new HostCall(call, function, Content.inline("[" + call + "]")))
        .toList();
  }

  private static StepOutcome waits(List<HostCall> made, Integer... cancelled) {
    return new StepOutcome.Waiting(0, made, List.of(cancelled));
  }

  /** Two leaves are in flight, each with a promise of its own. */
  private static Given twoLeaves() {
    return given(started(Samples.parallel(8)), opened(1), replied(1, 1), asked(Delivery.BATCHES));
  }

  private static HostCallsRequested asked(Delivery delivery) {
    return new HostCallsRequested(1, 1, 0, calls("lm", 0, 2), delivery, Samples.T0);
  }

  private static CallKey leaf(int call) {
    return CallKey.host(Samples.ID, 1, 1, 0, call);
  }

  private static List<Integer> delivered(Given session, int wave) {
    return ((SessionState.InStep) session.state())
        .step().waves().get(wave).results().stream().map(HostResult::call).toList();
  }

  private static List<CallKey> asks(Given session) {
    return session.state().next().stream()
        .filter(Work.AskLeaf.class::isInstance)
        .map(Work::key)
        .toList();
  }

  @Test
  void theCellGoesOnWithTheFirstResultWhileTheOtherIsInFlight() {
    var session = twoLeaves();

    session.whenArrived(hostDone(1, 1, 1));

    assertThat(session.state()).isInstanceOf(Evaluating.class);
    assertThat(delivered(session, 0)).containsExactly(1);
    assertThat(asks(session)).containsExactly(leaf(0));
  }

  @Test
  void whatIsWrittenWhileASliceRunsIsGivenWhenItEnds() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    session.whenArrived(hostDone(1, 1, 0));
    assertThat(((Evaluating) session.state()).step().waves()).hasSize(1);
    session.whenEvaluated(waits(calls("lm", 2, 3)));

    assertThat(session.state()).isInstanceOf(Evaluating.class);
    assertThat(delivered(session, 1)).containsExactly(0);
    assertThat(asks(session)).containsExactly(leaf(2));
  }

  @Test
  void lanesOfOnePromiseAreGivenWhenTheLastOneIsThere() {
    var session =
        given(started(Samples.parallel(8)), opened(1), replied(1, 1), Samples.requested(1, 1, 3));

    session.whenArrived(hostDone(1, 1, 2), hostDone(1, 1, 0));
    assertThat(session.state()).isInstanceOf(AwaitingHostCalls.class);
    session.whenArrived(hostDone(1, 1, 1));

    assertThat(delivered(session, 0)).containsExactly(2, 0, 1);
  }

  @Test
  void callsOfAnOldJournalAreGivenTogetherInTheOrderOfTheCalls() {
    var session =
        given(
            started(Samples.parallel(8)),
            opened(1),
            replied(1, 1),
            asked(Delivery.ALL),
            completed(1, 1, 1));
    assertThat(session.state()).isInstanceOf(AwaitingHostCalls.class);

    session.whenArrived(hostDone(1, 1, 0));

    assertThat(delivered(session, 0)).containsExactly(0, 1);
    session.whenEvaluated(waits(calls("lm", 2, 4)));
    session.whenArrived(hostDone(1, 1, 3));
    assertThat(session.state()).as("its next calls").isInstanceOf(Evaluating.class);
  }

  @Test
  void aCancelledLeafIsLostAndRecorded() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    var decision = session.whenEvaluated(waits(calls("lm", 2, 3), 0));

    assertThat(names(decision)).containsExactly("HostCallsCompleted", "HostCallsRequested");
    var result = ((HostCallsCompleted) decision.events().getFirst()).results().getFirst();
    assertThat(result.answer()).isEqualTo(new Answer.Cancelled());
    assertThat(result.spend().lost()).isEqualTo(1);
    assertThat(asks(session)).containsExactly(leaf(2));
    assertThat(session.whenArrived(hostDone(1, 1, 0)).events()).as("a late result").isEmpty();
    assertThat(session.inTurn().turn().spend().lost()).isEqualTo(1);
    assertThat(session.live().core().account().ledger().reserved()).containsOnlyKeys(leaf(2));
  }

  @Test
  void whatHadAResultWhenItWasCancelledKeepsIt() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));
    session.whenArrived(hostDone(1, 1, 0));

    var decision = session.whenEvaluated(waits(calls("lm", 2, 3), 0));

    assertThat(names(decision)).containsExactly("HostCallsRequested");
    assertThat(session.inTurn().turn().spend().lost()).isZero();
  }

  @Test
  void aLeafThatHadNotLeftCostsNothing() {
    var session =
        given(started(Samples.parallel(1)), opened(1), replied(1, 1), asked(Delivery.BATCHES));
    assertThat(asks(session)).containsExactly(leaf(0));
    session.whenArrived(hostDone(1, 1, 0));
    assertThat(asks(session)).containsExactly(leaf(1));

    session.whenEvaluated(waits(calls("lm", 2, 3)));
    session.whenArrived(hostDone(1, 1, 1));
    session.whenEvaluated(waits(calls("lm", 3, 5), 2));

    assertThat(session.inTurn().turn().spend().lost()).as("2 was in flight").isEqualTo(1);
    session.whenArrived(hostDone(1, 1, 3));
    session.whenEvaluated(waits(calls("lm", 5, 7)));
    session.whenArrived(hostDone(1, 1, 4));
    session.whenEvaluated(waits(NONE, 6));
    assertThat(session.inTurn().turn().spend().lost()).as("6 was not").isEqualTo(1);
  }

  @Test
  void aFinalValueCallsOffWhatIsPending() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    var decision = session.whenEvaluated(outcome(1, 1, Optional.of("1")));

    assertThat(names(decision)).startsWith("HostCallsCompleted", "CellsEvaluated");
    var end = (TurnEnded) decision.events().getLast();
    assertThat(end.spend().lost()).isEqualTo(1);
    assertThat(session.state().next()).isEmpty();
    assertThat(session.live().core().account().ledger().reserved()).isEmpty();
    assertThat(end.tree()).as("what it may have taken is charged").isNotNull();
  }

  @Test
  void callsOfACellThatIsOverAreCalledOffWhenTheNextOneWaits() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    var decision = session.whenEvaluated(new StepOutcome.Waiting(1, calls("lm", 0, 1), List.of()));

    assertThat(names(decision)).containsExactly("HostCallsCompleted", "HostCallsRequested");
    assertThat(asks(session)).containsExactly(CallKey.host(Samples.ID, 1, 1, 1, 0));
  }

  @Test
  void aCancelledChildIsEnded() {
    var session = given(started(Samples.parallel(8)), opened(1), replied(1, 1));
    session.whenEvaluated(waits(calls("rlm", 0, 2)));
    assertThat(session.state().next()).hasOnlyElementsOfType(Work.RunChild.class).hasSize(2);
    var first = session.live().core().child(leaf(0));
    session.whenArrived(
        new SessionMessage.HostCallDone(leaf(1), Samples.hostResult(1), Optional.empty()));

    session.whenEvaluated(waits(calls("lm", 2, 3), 0));

    assertThat(session.state().next()).contains(new Work.EndChild(first));
  }

  @Test
  void thatACellWaitsOnIsNotWrittenAlone() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));
    assertThat(session.whenEvaluated(waits(NONE)).deferrable()).isTrue();

    var asking = twoLeaves();
    asking.whenArrived(hostDone(1, 1, 1));
    assertThat(asking.whenEvaluated(waits(calls("lm", 2, 3))).deferrable()).isFalse();
    var cancelling = twoLeaves();
    cancelling.whenArrived(hostDone(1, 1, 1));
    assertThat(cancelling.whenEvaluated(waits(NONE, 0)).deferrable()).isFalse();
  }

  @Test
  void aCrashWhileASliceRunsRepeatsWhatWasInFlight() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    var decision = session.whenRevived();

    assertThat(names(decision)).containsExactly("CallsRepeated", "EvaluationRepeated");
    assertThat(((CallsRepeated) decision.events().getFirst()).calls()).containsExactly(leaf(0));
    assertThat(asks(session)).containsExactly(leaf(0));
  }

  @Test
  void aCallIsLostOncePerCrashAlsoWhenItsTurnIsGivenUp() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));

    session.whenRevived();
    session.whenRevived();
    var decision = session.whenRevived();

    assertThat(((TurnEnded) decision.events().getLast()).spend().lost()).isEqualTo(3);
  }

  @Test
  void whatIsInFlightOfASuspendedTurnIsLostWhenItIsStopped() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));
    session.whenEvaluated(new StepOutcome.Halted(new Failure("KernelDefect", "no room")));

    var decision = session.whenStopped();

    var end =
        decision.events().stream().filter(TurnEnded.class::isInstance).findFirst().orElseThrow();
    assertThat(((TurnEnded) end).spend().lost()).isEqualTo(1);
  }

  @Test
  void aSuspendedSessionTakesWhatComesOfItsCalls() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));
    session.whenEvaluated(new StepOutcome.Halted(new Failure("KernelDefect", "no room")));
    assertThat(session.state()).isInstanceOf(Suspended.class);
    assertThat(asks(session)).containsExactly(leaf(0));
    assertThat(session.state().status()).isEqualTo(SessionStatus.RUNNING);

    session.whenArrived(hostDone(1, 1, 0));
    assertThat(session.state().status()).isEqualTo(SessionStatus.SUSPENDED);
    session.whenResumed();
    session.whenEvaluated(waits(calls("lm", 2, 3)));

    assertThat(delivered(session, 1)).containsExactly(0);
  }

  @Test
  void theStateIsAFoldOfItsEvents() {
    var session = twoLeaves();
    session.whenArrived(hostDone(1, 1, 1));
    session.whenEvaluated(waits(calls("lm", 2, 4), 0));
    session.whenArrived(hostDone(1, 1, 3));

    var folded = SessionState.absent();
    for (SessionEvent event : session.journal()) {
      folded = folded.apply(event);
    }
    assertThat(folded).isEqualTo(session.state());
  }
}
