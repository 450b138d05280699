package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.AnswerRead;
import dev.fractal.session.decide.SessionMessage.ChildReport;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.OpenQuestions;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A budget that runs out while a person may be asked for more. A call costs 0.001 USD. */
final class BudgetAsksTest {
  private static final BudgetPolicy ASK = BudgetPolicy.USUAL.with(OnBudget.ASK);

  @Test
  void aStepThatTheBudgetHasNotEnoughForWaitsForAPersonAndGoesOnWithTheRaise() {
    var given = shortOfAStep();
    assertThat(given.state().status()).isEqualTo(SessionStatus.WAITING);
    assertThat(given.state().next()).isEmpty();
    assertThat(asked(given)).hasToString("s-1:1.2.budget.1");
    assertThat(OpenQuestions.of(given.state()).findFirst().orElseThrow().ask().question())
        .contains("US dollars", "0.001 of 0.0015");

    var decision = given.when(raise("0.01"));

    assertThat(names(decision)).containsExactly("AskAnswered", "BudgetRaised");
    assertThat(decision.events().getFirst())
        .isInstanceOfSatisfying(
            AskAnswered.class,
            answer -> {
              assertThat(answer.by()).isEqualTo("kim");
              assertThat(answer.answer()).isEqualTo(new AskAnswer.Raised(Raise.usd("0.01")));
            });
    assertThat(given.state().next()).singleElement().isInstanceOf(Work.CallModel.class);
    assertThat(given.state().status()).isEqualTo(SessionStatus.RUNNING);
  }

  @Test
  void theQuestionMayBeAnsweredLikeAnyOther() {
    var given = shortOfAStep();

    var decision = given.took(answered(given, new AskAnswer.Raised(Raise.usd("0.01"))));

    assertThat(names(decision)).containsExactly("AskAnswered", "BudgetRaised");
    assertThat(given.state().next()).hasSize(1);
  }

  @Test
  void aRaiseThatIsTooSmallLeadsToTheNextQuestion() {
    var given = shortOfAStep();

    given.when(raise("0.0016"));

    assertThat(asked(given)).hasToString("s-1:1.2.budget.2");
    assertThat(given.state().next()).isEmpty();
  }

  @Test
  void whoSaysThatThereIsNoMoreEndsTheTurnAsWithoutAQuestion() {
    var given = shortOfAStep();

    var decision = given.took(answered(given, new AskAnswer.Declined("enough")));

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(OpenQuestions.of(given.state())).isEmpty();
    given.whenRun(2);
    assertThat(asked(given)).as("the next turn asks again").hasToString("s-1:2.1.budget.2");
  }

  @Test
  void aTurnThatBeginsWithoutMoneyAsksFirst() {
    var given = budgeted("0.001", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.of("1"))));

    given.whenRun(2);

    assertThat(asked(given)).hasToString("s-1:2.1.budget.1");
  }

  /** 50 lanes of their own: what is in flight ends, then there is one question for all. */
  @Test
  void lanesStandStillAndEachGoesOnAtItsAwait() {
    var given = budgeted("0.0215", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(leaves(50)));
    int made = run(given);

    assertThat(made).isEqualTo(20);
    assertThat(given.live().core().account().ledger().spent().counted().usd())
        .isEqualByComparingTo("0.021");
    assertThat(given.state().status()).isEqualTo(SessionStatus.WAITING);
    assertThat(OpenQuestions.of(given.state())).hasSize(1);
    assertThat(given.inTurn().waits()).isTrue();

    given.when(raise("1"));
    assertThat(made + run(given)).isEqualTo(50);
    assertThat(OpenQuestions.of(given.state())).isEmpty();
    var calls =
        given.journal().stream()
            .filter(AskOpened.class::isInstance)
            .map(event -> ((AskOpened) event).call());
    assertThat(calls).as("nobody was asked twice").containsExactly(1);
  }

  @Test
  void lanesOfAPersonWhoDeclinesFailAndAreNotAskedForAgainInTheTurn() {
    var given = budgeted("0.0025", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(leaves(3)));
    run(given);

    given.took(answered(given, new AskAnswer.Declined("no")));
    run(given);

    var failed =
        given.journal().stream().filter(event -> event.toString().contains("BudgetExceeded"));
    assertThat(failed).isNotEmpty();
    assertThat(given.journal().stream().filter(AskOpened.class::isInstance)).hasSize(1);
  }

  @Test
  void childrenThatWereGrantedNothingWaitToo() {
    var given = budgeted("0.0045", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(6)));
    assertThat(run(given)).isLessThan(6);
    assertThat(OpenQuestions.of(given.state())).hasSize(1);

    given.when(raise("1"));

    assertThat(run(given)).isPositive();
    assertThat(OpenQuestions.of(given.state())).isEmpty();
    assertThat(given.live().core().account().ledger().open()).isEmpty();
  }

  @Test
  void whatNoRaiseCanHelpFailsAsBefore() {
    var no = Allowance.unlimited();
    var flat = new Budget(Allowance.of(1), no, no, no, Allowance.of(0), Optional.empty());
    var given = given(Samples.started(Samples.SPEC.with(flat).with(ASK)), Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(children(1)));
    assertThat(given.state()).isInstanceOf(SessionState.Evaluating.class);

    var blind = budgeted("10", ASK).and(Samples.opened(1));
    blind.when(
        new SessionMessage.ModelAnswered(
            CallKey.model(Samples.ID, 1, 1), Content.inline("hm"), Usage.UNKNOWN, 0));
    var decision = blind.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
  }

  /** Its parent granted what it has. */
  @Test
  void aChildAsksNobody() {
    var spec = Samples.SPEC.child(Samples.ID).with(budget("0.0015")).with(ASK);
    var given = given(Samples.started(spec), Samples.opened(1));
    given.when(Samples.answer(1, 1));

    var decision = given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(refusal(given.when(raise("1")))).isEqualTo(Kind.NothingToRaise);
    assertThat(given.journal().stream().filter(BudgetWarned.class::isInstance)).isEmpty();
  }

  @Test
  void theDeadlineOfTheBudgetEndsTheWaiting() {
    var no = Allowance.unlimited();
    var budget =
        new Budget(
            usd("0.0015"), no, no, no, no, Optional.of(Samples.T0.plus(Duration.ofHours(1))));
    var given = given(Samples.started(Samples.SPEC.with(budget).with(ASK)), Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));
    assertThat(given.inTurn().waits()).isTrue();

    given.after(Duration.ofHours(1));
    var decision = given.took(given.due());

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
  }

  @Test
  void aRaiseSaysTheWholeAndIsSaidTwiceWithoutEffect() {
    var given = budgeted("0.5", BudgetPolicy.USUAL);
    given.when(raise("1"));
    assertThat(given.when(raise("1")).events()).isEmpty();
    assertThat(given.when(raise("1")).answer()).isInstanceOf(Decision.Answer.Status.class);
    assertThat(refusal(given.when(raise("0.7")))).isEqualTo(Kind.NothingToRaise);
    assertThat(given.live().core().account().ledger().cap().usd()).isEqualTo(usd("1"));
    assertThat(refusal(given(Samples.started()).when(raise("1"))))
        .as("it has no limit")
        .isEqualTo(Kind.NothingToRaise);
    assertThatThrownBy(() -> Raise.usd("0")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Raise.usd("1e13")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Raise.usd("0.0000000001")).hasMessageContaining("9 decimals");
  }

  @Test
  void aLimitIsWarnedOfOnceAndAgainAfterARaise() {
    var given = budgeted("0.005", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(waiting(leaves(3)));
    run(given);
    assertThat(warnings(given)).containsExactly("0.004");
    var step = given.state().next().getLast();
    given.when(new SessionMessage.StepDone(step.key(), Samples.outcome(1, 1, Optional.empty())));
    assertThat(given.live().core().transcript().window().getLast().content().toString())
        .contains("80 % of the US dollars (0.004 of 0.005)");

    given.when(raise("0.01"));
    assertThat(warnings(given)).hasSize(1);
    given.when(Samples.answer(1, 2));
    given.when(waiting(2, leaves(3)));
    run(given);
    assertThat(warnings(given)).containsExactly("0.004", "0.008");
  }

  @Test
  void aSnapshotKeepsWhatIsAskedAndWarnedOf() throws IOException {
    var given = budgeted("0.0015", ASK.warningAt(new BigDecimal("0.5"))).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));
    var codec = new SnapshotCodec<>(SessionState.class);
    assertThat(warnings(given)).containsExactly("0.001");
    assertThat(asked(given)).hasToString("s-1:1.2.budget.1");
    assertThat(codec.decode(codec.encode(given.state()))).isEqualTo(given.state());
  }

  /** Another version may have written it behind an event that this one cannot read. */
  @Test
  void aRaiseBehindAQuarantineIsKept() {
    var broken =
        budgeted("0.5", ASK)
            .and(new SessionQuarantined(new Failure("ReplDiverged", "x differs"), Samples.T0))
            .and(new BudgetRaised(Raise.usd("1"), "kim", Samples.T0));
    var known = QuarantineFold.known(broken.state()).orElseThrow();
    assertThat(known.core().account().ledger().cap().usd()).isEqualTo(usd("1"));
  }

  @Test
  void whoRaisesItHasAName() {
    for (var name : List.of("", " ", "a\nb", "x".repeat(201))) {
      assertThatThrownBy(() -> new SessionCommand.RaiseBudget(Raise.usd("1"), name, Given.NOBODY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A limit of one session has its only one from the start. */
  @Test
  void thatTheSessionItselfIsOneIsNotWarnedOf() {
    var no = Allowance.unlimited();
    var alone = new Budget(no, no, no, Allowance.of(1), no, Optional.empty());
    var given = given(Samples.started(Samples.SPEC.with(alone)), Samples.opened(1));
    given.when(Samples.answer(1, 1));
    assertThat(given.journal()).noneMatch(BudgetWarned.class::isInstance);
  }

  /** Interrupted cells, a pause, a stop, a cancellation: no question is left without an asker. */
  @Test
  void whoeverWaitsForMoneyCanBeEndedLikeAnyOther() {
    var cancelled = shortOfAStep();
    assertThat(ended(cancelled.whenCancelled(1), 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(OpenQuestions.of(cancelled.state())).isEmpty();

    var stopped = shortOfAStep();
    assertThat(ended(stopped.whenStopped(), 1)).isEqualTo(TurnStatus.STOPPED);

    var revived = shortOfAStep();
    assertThat(revived.whenRevived().events()).isEmpty();
    assertThat(revived.whenRestarted().events()).isEmpty();
  }

  /**
   * Whatever is asked for, raised and declined in whatever order: nothing is spent beyond what was
   * set aside, a question is open exactly while nothing runs and something lacks money, and a fold
   * of the journal stands where the session stands.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void itHoldsUnderAnyOrder(long seed) {
    for (int round = 0; round < 25; round++) {
      var random = new Random(seed * 1_000 + round);
      var given = budgeted("0.00" + (1 + random.nextInt(9)) + "5", ASK).and(Samples.opened(1));
      given.when(Samples.answer(1, 1));
      int lanes = 1 + random.nextInt(12);
      given.when(waiting(random.nextBoolean() ? leaves(lanes) : children(lanes)));
      for (int i = 0; i < 60 && given.state() instanceof SessionState.AwaitingHostCalls; i++) {
        act(given, random);
        check(given, "seed " + seed + " round " + round);
      }
    }
  }

  private static void act(Given given, Random random) {
    var works = given.state().next();
    if (!works.isEmpty()) {
      arrive(given, works.get(random.nextInt(works.size())));
    } else if (random.nextInt(6) == 0) {
      given.took(answered(given, new AskAnswer.Declined("no")));
    } else {
      var cap = given.live().core().account().ledger().cap().usd().amount();
      given.when(raise(cap.add(new BigDecimal("0.000" + (1 + random.nextInt(9)))).toString()));
    }
  }

  private static void check(Given given, String where) {
    var ledger = given.live().core().account().ledger();
    assertThat(ledger.taken().usd()).as(where).isLessThanOrEqualTo(ledger.cap().usd().amount());
    boolean asks = OpenQuestions.of(given.state()).findAny().isPresent();
    boolean stands =
        given.state() instanceof SessionState.AwaitingHostCalls at && at.next().isEmpty();
    assertThat(asks).as(where).isEqualTo(stands);
    if (stands) {
      assertThat(given.inTurn().waits()).as(where).isTrue();
    }
    var folded = SessionState.absent();
    for (var event : given.journal()) {
      folded = folded.apply(event);
    }
    assertThat(folded).as(where).isEqualTo(given.state());
  }

  private static Given shortOfAStep() {
    var given = budgeted("0.0015", ASK).and(Samples.opened(1));
    given.when(Samples.answer(1, 1));
    given.when(Samples.stepDone(1, 1, 0, Samples.outcome(1, 1, Optional.empty())));
    return given;
  }

  private static AskId asked(Given given) {
    return OpenQuestions.of(given.state())
        .map(OpenQuestions.Question::id)
        .findFirst()
        .orElseThrow();
  }

  private static Decision answered(Given given, AskAnswer answer) {
    var words = new AskReply.Decline("as the test says");
    var command =
        new SessionCommand.AnswerAsk(asked(given), new AskReply(words, "kim"), Given.NOBODY);
    return given.fetched(new AnswerRead(command, Optional.of(answer), Optional.empty()));
  }

  private static Function<ActorRef<SessionReply>, SessionCommand> raise(String usd) {
    return to -> new SessionCommand.RaiseBudget(Raise.usd(usd), "kim", to);
  }

  /** Lets everything that runs come to its end; how many leaves that were. */
  private static int run(Given given) {
    int leaves = 0;
    while (given.state() instanceof SessionState.AwaitingHostCalls
        && !given.state().next().isEmpty()) {
      arrive(given, given.state().next().getFirst());
      leaves++;
    }
    return leaves;
  }

  private static void arrive(Given given, Work work) {
    switch (work) {
      case Work.AskLeaf leaf ->
          given.whenArrived(new HostCallDone(leaf.key(), Samples.hostResult(leaf.call().call())));
      case Work.RunChild child -> given.whenArrived(settled(child));
      default -> throw new IllegalStateException("unexpected " + work);
    }
  }

  private static HostCallDone settled(Work.RunChild child) {
    var spent =
        new Spent(
            Amounts.call(new BigDecimal("0.001"), 15).plus(Amounts.ONE_SESSION), false, false);
    return new HostCallDone(
        child.key(),
        new HostResult(
            child.call().call(), new HostResult.Answer.Returned(Content.inline("{}")), Spend.NONE),
        Optional.of(new ChildReport(child.child(), Optional.empty(), Optional.of(spent))));
  }

  private static List<String> warnings(Given given) {
    return given.journal().stream()
        .filter(BudgetWarned.class::isInstance)
        .map(event -> ((BudgetWarned) event).limits().getFirst().spent().toPlainString())
        .toList();
  }

  private static Given budgeted(String usd, BudgetPolicy policy) {
    return given(Samples.started(spec(usd, policy)));
  }

  private static SessionSpec spec(String usd, BudgetPolicy policy) {
    return Samples.SPEC.with(budget(usd)).with(policy);
  }

  private static Budget budget(String usd) {
    var no = Allowance.unlimited();
    return new Budget(usd(usd), no, no, no, no, Optional.empty());
  }

  private static Allowance usd(String amount) {
    return Allowance.of(new BigDecimal(amount));
  }

  private static SessionMessage.StepDone waiting(List<HostCall> calls) {
    return waiting(1, calls);
  }

  private static SessionMessage.StepDone waiting(int step, List<HostCall> calls) {
    return Samples.stepDone(1, step, 0, new StepOutcome.Waiting(0, calls));
  }

  /** Lanes of one promise, so that the cell goes on when all are there. */
  private static List<HostCall> leaves(int count) {
    return Samples.hostCalls(count);
  }

  private static List<HostCall> children(int count) {
    return IntStream.range(0, count)
        .mapToObj(call -> new HostCall(call, "rlm", Content.inline("[\"do " + call + "\"]"), 0))
        .toList();
  }
}
