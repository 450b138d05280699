package dev.fractal.session.decide;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.BudgetLedger.Exhausted;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.RaiseBudget;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;

/** What is said about a budget that comes to its end, and a raise of it. Pure. */
final class BudgetDecider {
  private BudgetDecider() {}

  /** Whether a person is asked for more of what is lacking, instead of the turn's going without. */
  static boolean asks(Core core, Exhausted why) {
    return isRoot(core)
        && core.spec().policy().onBudget() == OnBudget.ASK
        && why.dimension().isConserved()
        && !core.account().unpriced()
        && !core.account().alarms().declined();
  }

  private static boolean isRoot(Core core) {
    return core.spec().descent().parent().isEmpty();
  }

  /** A person is asked for more, unless one is already. */
  static void ask(Draft draft, InTurn at, Exhausted why) {
    var alarms = at.core().account().alarms();
    if (alarms.open().isEmpty()) {
      draft.add(
          new AskOpened(
              at.turn().number(),
              at.currentStep(),
              AskId.BUDGET,
              alarms.asked() + 1,
              BudgetQuestion.of(at.core(), why),
              draft.now()));
    }
  }

  /** People and the model are warned once so much of a limit is spent. */
  static void warn(Draft draft) {
    if (draft.state() instanceof InTurn at && isRoot(at.core())) {
      var account = at.core().account();
      var due = account.alarms().due(account.ledger(), at.core().spec().policy());
      if (!due.isEmpty()) {
        draft.add(new BudgetWarned(at.turn().number(), due, draft.now()));
      }
    }
  }

  static Decision raise(SessionId session, Live state, RaiseBudget command, Draft draft) {
    var core = state.core();
    if (!isRoot(core)) {
      return Decision.refuse(
          session,
          Kind.NothingToRaise,
          "session %s was granted its budget by its parent; raise that of the root %s"
              .formatted(session, core.spec().descent().root().orElse(session)));
    }
    var raise = command.raise();
    var cap = core.account().ledger().cap();
    if (raise.of(cap).equals(cap)) {
      return raise.isAlready(cap)
          ? Decision.status(draft)
          : noMore(session, Kind.NothingToRaise, raise);
    }
    if (state instanceof InTurn at && at.core().account().alarms().open().isPresent()) {
      answer(draft, at, new AskAnswer.Raised(raise), command.by());
    }
    raised(draft, raise, command.by());
    return Decision.status(draft);
  }

  private static Decision noMore(SessionId session, Kind kind, Raise raise) {
    return Decision.refuse(
        session,
        kind,
        "session %s may use no less than %s already; name a higher limit, as a whole and not what is added"
            .formatted(session, raise.words()));
  }

  private static void raised(Draft draft, Raise raise, String by) {
    draft.add(new BudgetRaised(raise, by, draft.now()));
    TurnEnding.goOn(draft);
    HostCalls.goOn(draft);
  }

  private static void answer(Draft draft, InTurn at, AskAnswer answer, String by) {
    at.core()
        .account()
        .alarms()
        .open()
        .ifPresent(
            wait ->
                draft.add(
                    new AskAnswered(
                        at.turn().number(),
                        at.currentStep(),
                        AskId.BUDGET,
                        wait.call(),
                        answer,
                        by,
                        draft.now())));
  }

  /** Somebody has answered: there is more, or there is none, and the turn goes on without. */
  static Decision answered(SessionId session, InTurn at, AskAnswer answer, String by, Draft draft) {
    if (answer instanceof AskAnswer.Raised(var raise)) {
      var cap = at.core().account().ledger().cap();
      if (raise.of(cap).equals(cap)) {
        return noMore(session, Kind.AnswerMisfit, raise);
      }
      answer(draft, at, answer, by);
      raised(draft, raise, by);
    } else {
      answer(draft, at, answer, by);
      TurnEnding.goOn(draft);
      HostCalls.goOn(draft);
    }
    return Decision.status(draft);
  }
}
