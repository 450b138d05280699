package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.ChildEnded;
import dev.fractal.session.decide.SessionMessage.ChildReport;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What sessions do with a budget. A call in {@link Samples} costs 0.001 USD. */
final class BudgetDecisionsTest {
  @Test
  void aStepThatTheBudgetHasNotEnoughForEndsTheTurnBeforeItsCall() {
    var given = budgeted("0.0015").and(Samples.opened(1));
    assertThat(given.state().next()).hasSize(1);
    given.when(Samples.answer(1, 1));

    var decision = given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(names(decision)).contains("HeadPublished");
    assertThat(reason(outcome(decision, 1))).contains("US dollars");
    assertThat(given.state().next()).isEmpty();
  }

  @Test
  void aTurnIsChargedWhatItsCallsTookAndNothingElse() {
    var given = budgeted("1").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));

    var decision = given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.of("1"))));

    var end = (SessionEvent.TurnEnded) decision.events().getLast();
    assertThat(end.tree()).isEqualTo(spent("0.001"));
    assertThat(given.live().core().account().ledger().reserved()).isEmpty();
  }

  @Test
  void aBudgetThatIsUsedUpEndsTheNextTurnAtOnce() {
    var given = budgeted("0.001").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.of("1"))));

    var decision = given.whenRun(2);

    assertThat(ended(decision, 2)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
  }

  /** Nothing was asked, so nothing is unknown. */
  @Test
  void aDeadlineThatHasPassedEndsATurnBeforeItsFirstCall() {
    var no = Allowance.unlimited();
    var over = new Budget(no, no, no, no, no, Optional.of(Samples.T0));
    var given = given(Samples.started(Samples.SPEC.with(over)));

    var decision = given.whenRun(1);

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(reason(outcome(decision, 1))).contains("deadline has passed");
    assertThat(given.state().next()).isEmpty();
    var end = (SessionEvent.TurnEnded) decision.events().getLast();
    assertThat(end.spend()).isEqualTo(Spend.NONE);
  }

  @Test
  void aModelThatDoesNotTellItsCostCannotBeHeldToDollars() {
    var given = budgeted("10").and(Samples.opened(1));
    given.when(
        new SessionMessage.ModelAnswered(
            CallKey.model(Samples.ID, 1, 1), Content.inline("hm"), Usage.UNKNOWN, 0));

    var decision = given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));

    assertThat(reason(outcome(decision, 1))).contains("does not report");
  }

  @Test
  void leavesAreLaunchedAsFarAsTheBudgetReaches() {
    var given = budgeted("0.0045").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));

    given.when(waiting(Samples.hostCalls(4)));

    given.whenArrived(leaf(0), leaf(1));
    assertThat(given.state().next()).singleElement().isInstanceOf(Work.AskLeaf.class);
    given.whenArrived(leaf(2));
    assertThat(given.state()).isInstanceOf(SessionState.Evaluating.class);
    assertThat(failures(given)).singleElement().asString().contains("US dollars");
  }

  @Test
  void racingChildrenNeverTakeMoreThanTheCap() {
    var given = budgeted("0.010").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));

    given.when(waiting(children(50)));
    var first = running(given);
    first.forEach(child -> given.whenArrived(settled(child, "0.001")));

    assertThat(first).hasSize(8);
    assertThat(given.state()).isInstanceOf(SessionState.Evaluating.class);
    assertThat(failures(given)).hasSize(42);
    assertThat(given.live().core().account().left().usd()).isEqualTo(usd("0.001"));
    assertThat(given.live().core().account().ledger().open()).isEmpty();
  }

  /** What a session keeps of its children does not grow with its turns. */
  @Test
  void aTurnThatIsOverLeavesNoChildrenInTheBooks() {
    var given = budgeted("0.010").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(3)));
    running(given).forEach(child -> given.whenArrived(settled(child, "0.001")));
    assertThat(given.live().core().account().ledger().settled()).hasSize(3);

    var step = given.state().next().getFirst();
    given.when(new SessionMessage.StepDone(step.key(), Samples.outcome(1, 1, Optional.of("1"))));

    assertThat(given.live()).isInstanceOf(SessionState.Idle.class);
    assertThat(given.live().core().account().ledger().settled()).isEmpty();
  }

  @Test
  void whatAChildLeavesGoesToTheNextOne() {
    var given = budgeted("0.006").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(6)));
    assertThat(running(given)).hasSize(4);

    given.whenArrived(settled(running(given).getFirst(), "0"));

    assertThat(running(given)).hasSize(4);
  }

  @Test
  void theChildrenOfACancelledTurnAreEndedAndRefundedOnce() {
    var given = budgeted("0.006").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(2)));

    given.whenCancelled(1);

    var orphans = given.state().next();
    assertThat(orphans).hasSize(2).allMatch(Work.EndChild.class::isInstance);
    assertThat(given.state().status()).as("it has work left").isEqualTo(SessionStatus.RUNNING);
    for (Work orphan : orphans) {
      var end = (Work.EndChild) orphan;
      var message = new ChildEnded(end.key(), end.child(), Optional.of(spent("0.001")));
      assertThat(given.when(message).events())
          .singleElement()
          .isInstanceOf(SessionEvent.BudgetSettled.class);
      assertThat(given.when(message).events()).isEmpty();
    }
    assertThat(given.live().core().account().left().usd()).isEqualTo(usd("0.003"));
    assertThat(given.state().next()).isEmpty();
    assertThat(given.state().status()).isEqualTo(SessionStatus.IDLE);
  }

  @Test
  void aSessionHasStoppedWhenItsLastChildHasEnded() {
    var given = budgeted("0.006").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(1)));
    given.whenCancelled(1);
    given.and(new SessionEvent.SessionStopped(Samples.T0));
    assertThat(given.state().status()).isEqualTo(SessionStatus.STOP_REQUESTED);

    var end = (Work.EndChild) given.state().next().getFirst();
    given.when(new ChildEnded(end.key(), end.child(), Optional.of(Spent.NONE)));

    assertThat(given.state().status()).isEqualTo(SessionStatus.STOPPED);
  }

  @Test
  void aChildThatCannotSayWhatItUsedIsChargedItsWholeGrant() {
    var given = budgeted("0.006").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(1)));

    given.whenCancelled(1);
    var end = (Work.EndChild) given.state().next().getFirst();
    given.when(new ChildEnded(end.key(), end.child(), Optional.empty()));

    var account = given.live().core().account();
    assertThat(account.left().usd()).isEqualTo(usd("0.001"));
    assertThat(account.ledger().spent().usdUnknown()).isTrue();
  }

  @Test
  void theDeadlineEndsTheTurn() {
    var budget =
        new Budget(
            Allowance.unlimited(),
            Allowance.unlimited(),
            Allowance.unlimited(),
            Allowance.unlimited(),
            Allowance.unlimited(),
            Optional.of(Samples.T0.plusSeconds(5)));
    var given = given(Samples.started(Samples.SPEC.with(budget)), Samples.opened(1));
    assertThat(given.inTurn().turn().timeLeft(given.live().core().spec(), Samples.T0))
        .isEqualTo(Duration.ofSeconds(5));

    var decision = given.after(Duration.ofSeconds(5)).when(new SessionMessage.TurnTimedOut(1));

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
  }

  @Test
  void whatAChildLeavesIsNotItsOwnAnyMore() {
    var spec = Samples.SPEC.child(Samples.ID).with(budget("1"));
    var given = given(Samples.started(spec), Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.of("1"))));

    assertThat(given.live().core().account().left().usd()).isEqualTo(usd("0"));
  }

  @Test
  void aCallThatIsMadeAgainAfterACrashIsChargedTwiceAtMost() {
    var given = budgeted("0.010").and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));

    given.whenRevived();
    given.when(Samples.answer(1, 2));

    var account = given.live().core().account();
    assertThat(account.left().usd()).isEqualTo(usd("0.007"));
    assertThat(account.ledger().spent().usd()).isEqualTo(Quantity.unknown());
  }

  private static Given budgeted(String usd) {
    return given(Samples.started(Samples.SPEC.with(budget(usd))));
  }

  private static Budget budget(String usd) {
    var no = Allowance.unlimited();
    return new Budget(usd(usd), no, no, no, no, Optional.empty());
  }

  private static Allowance usd(String amount) {
    return Allowance.of(new BigDecimal(amount));
  }

  private static Spent spent(String usd) {
    return new Spent(Amounts.call(new BigDecimal(usd), 15).plus(Amounts.ONE_SESSION), false, false);
  }

  private static SessionMessage.StepDone waiting(List<HostCall> calls) {
    return Samples.stepDone(1, 1, 0, new StepOutcome.Waiting(0, calls));
  }

  /** Lanes of one promise. */
  private static List<HostCall> children(int count) {
    return IntStream.range(0, count)
        .mapToObj(call -> new HostCall(call, "rlm", Content.inline("[\"do " + call + "\"]"), 0))
        .toList();
  }

  private static List<Work.RunChild> running(Given given) {
    return given.state().next().stream().map(Work.RunChild.class::cast).toList();
  }

  private static HostCallDone leaf(int call) {
    return Samples.hostDone(1, 1, call);
  }

  private static HostCallDone settled(Work.RunChild child, String usd) {
    var answer = new HostResult.Answer.Returned(Content.inline("{}"));
    return new HostCallDone(
        child.key(),
        new HostResult(child.call().call(), answer, Spend.NONE),
        Optional.of(new ChildReport(child.child(), Optional.empty(), Optional.of(spent(usd)))));
  }

  /** Messages of the calls that failed in the wave that is over. */
  private static List<String> failures(Given given) {
    var step = ((SessionState.Evaluating) given.state()).step();
    return step.waves().getLast().results().stream()
        .filter(result -> result.answer() instanceof HostResult.Answer.Failed)
        .map(result -> ((HostResult.Answer.Failed) result.answer()).failure().message())
        .toList();
  }

  private static String reason(TurnOutcome outcome) {
    return ((TurnOutcome.Aborted) outcome).reason().message();
  }
}
