package dev.fractal.session.decide;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.session.decide.SessionMessage.AnswerRead;
import dev.fractal.session.decide.SessionMessage.WaitRead;
import dev.fractal.session.state.OpenQuestions;
import dev.fractal.session.state.OpenWaits.Wait;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What cells wait for that is no work: people and times. Pure. */
final class WaitDecider {
  private WaitDecider() {}

  /** What a call wants to wait for is known. */
  static void read(Draft draft, InStep at, WaitRead m) {
    var now = draft.now();
    switch (m.reading()) {
      case WaitReading.Question(var ask, var within) -> {
        var asked = within.map(time -> ask.until(now.plus(time))).orElse(ask);
        draft.add(
            new AskOpened(
                at.turn().number(), at.step().step(), at.pending().cell(), m.call(), asked, now));
      }
      case WaitReading.Pause(var time) -> set(draft, at, m.call(), now.plus(time));
      case WaitReading.Until(var due) -> set(draft, at, m.call(), due);
      case WaitReading.Unfit(var failure) ->
          HostCalls.completed(
              draft,
              at,
              List.of(new HostResult(m.call(), new HostResult.Answer.Failed(failure), Spend.NONE)));
    }
  }

  private static void set(Draft draft, InStep at, int call, Instant due) {
    draft.add(
        new TimerSet(
            at.turn().number(), at.step().step(), at.pending().cell(), call, due, draft.now()));
  }

  /** The time has come of some that wait, or the session may not run any more. */
  static void due(Draft draft) {
    if (draft.state() instanceof InStep at) {
      var over = at.pending().waits().over(draft.now());
      over.forEach(wait -> draft.add(fired(at, wait, draft.now())));
      if (!over.isEmpty()) {
        HostCalls.completed(draft, at, over.stream().map(WaitDecider::ended).toList());
      }
    }
    if (draft.state() instanceof InTurn at
        && at.waits()
        && at.core().spec().budget().isOver(draft.now())) {
      TurnEnding.end(draft, TurnEnding.overdue(), OutcomeDecider.inFlight(at));
    }
  }

  private static TimerFired fired(InStep at, Wait wait, Instant now) {
    return new TimerFired(
        at.turn().number(), at.step().step(), at.pending().cell(), wait.call(), now);
  }

  private static HostResult ended(Wait wait) {
    var answer =
        wait.ask().isEmpty()
            ? new HostResult.Answer.Returned(Content.inline("null"))
            : wait.ask()
                .get()
                .fallback()
                .<HostResult.Answer>map(HostResult.Answer.Returned::new)
                .orElseGet(() -> new HostResult.Answer.Failed(late(wait)));
    return new HostResult(wait.call(), answer, Spend.NONE);
  }

  private static Failure late(Wait wait) {
    var open = Duration.between(wait.since(), wait.due().orElse(wait.since()));
    return new Failure(
        "AskTimedOut",
        "nobody answered within %s; give the ask a default or a longer timeout".formatted(open));
  }

  /** An answer is checked against the question before it is taken. */
  static Decision answer(SessionState state, AnswerAsk command) {
    return OpenQuestions.of(state, command.ask())
        .map(OpenQuestions.Question::ask)
        .map(ask -> Decision.answer(new Decision.Answer.CheckAnswer(ask)))
        .orElseGet(() -> Decision.answer(new Decision.Answer.FormerAnswer()));
  }

  /** The answer was checked; meanwhile another one may have been first. */
  static Decision answered(SessionId session, SessionState state, AnswerRead read, Instant now) {
    var id = read.command().ask();
    if (OpenQuestions.of(state, id).isEmpty() || !(state instanceof InTurn open)) {
      return Decision.answer(new Decision.Answer.FormerAnswer());
    }
    if (read.misfit().isPresent()) {
      return Decision.refuse(session, Kind.AnswerMisfit, read.misfit().get());
    }
    var answer = read.answer().orElseThrow();
    var draft = new Draft(state, now);
    var by = read.command().reply().by();
    if (id.isOfBudget() || !(open instanceof InStep at)) {
      return BudgetDecider.answered(session, open, answer, by, draft);
    }
    draft.add(new AskAnswered(id.turn(), id.step(), id.cell(), id.call(), answer, by, now));
    if (answer instanceof AskAnswer.Approved) {
      HostCalls.goOn(draft);
    } else {
      HostCalls.completed(draft, at, List.of(result(id.call(), answer)));
    }
    return Decision.status(draft);
  }

  private static HostResult result(int call, AskAnswer answer) {
    return new HostResult(
        call,
        switch (answer) {
          case AskAnswer.Given(var value) -> new HostResult.Answer.Returned(value);
          case AskAnswer.Declined(var why) ->
              new HostResult.Answer.Failed(new Failure("AskDeclined", why));
          case AskAnswer.Rejected(var why) ->
              new HostResult.Answer.Failed(new Failure("Rejected", why));
          case AskAnswer.Approved _, AskAnswer.Raised _ ->
              throw new IllegalStateException("no call has its result from " + answer);
        },
        Spend.NONE);
  }
}
