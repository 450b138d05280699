package dev.fractal.session.state;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.event.Ask;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The questions of a session that are open: those of its cells, and the one about its budget. */
public final class OpenQuestions {
  private OpenQuestions() {}

  /** An open question. */
  public record Question(AskId id, Ask ask, Instant since) {}

  /** All of them, in the order in which they were asked; the one about the budget is the last. */
  public static Stream<Question> of(SessionState state) {
    if (!(state instanceof InTurn at)) {
      return Stream.empty();
    }
    var ofCells =
        at instanceof InStep step
            ? step.pending()
                .waits()
                .asks()
                .flatMap(wait -> question(at, step.pending().cell(), wait))
            : Stream.<Question>empty();
    return Stream.concat(
        ofCells,
        at.core().account().alarms().open().stream()
            .flatMap(wait -> question(at, AskId.BUDGET, wait)));
  }

  private static Stream<Question> question(InTurn at, int cell, OpenWaits.Wait wait) {
    return wait.ask().stream()
        .map(
            ask ->
                new Question(
                    new AskId(
                        at.core().id(), at.turn().number(), at.currentStep(), cell, wait.call()),
                    ask,
                    wait.since()));
  }

  /** The question of this name, if it is open. */
  public static Optional<Question> of(SessionState state, AskId id) {
    return of(state).filter(question -> question.id().equals(id)).findFirst();
  }
}
