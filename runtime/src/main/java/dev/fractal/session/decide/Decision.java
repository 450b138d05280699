package dev.fractal.session.decide;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.session.state.SessionState.InTurn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a message leads to: events to write together, and the answer that follows them.
 *
 * @param steps the events, each with the state that it leads to from the one that was decided on
 */
public record Decision(List<Folded> steps, Answer answer) {
  private static final Decision NOTHING = new Decision(List.of(), new Answer.None());

  public Decision {
    steps = List.copyOf(steps);
  }

  public List<SessionEvent> events() {
    return Entry.events(steps);
  }

  public static Decision nothing() {
    return NOTHING;
  }

  public static Decision write(Draft draft) {
    return new Decision(draft.steps(), new Answer.None());
  }

  /** What was drafted, and the session's status once it is written. */
  static Decision status(Draft draft) {
    return new Decision(draft.steps(), new Answer.Status());
  }

  static Decision answer(Answer answer) {
    return new Decision(List.of(), answer);
  }

  static Decision reply(SessionReply reply) {
    return answer(new Answer.Now(reply));
  }

  static Decision refuse(SessionId session, Refusal.Kind kind, String message) {
    return reply(new SessionReply.Refused(session, new Refusal(kind, message)));
  }

  /**
   * Whether the events may wait for the next write: evaluating the step again reproduces them, so
   * they share the write of the model's next reply or of the cell's next results. What leads to a
   * turn that waits for people and times is written: nobody knows when the next write is.
   */
  public boolean deferrable() {
    for (var step : steps) {
      if (!isReproduced(step.event()) || (step.state() instanceof InTurn at && at.waits())) {
        return false;
      }
    }
    return !steps.isEmpty();
  }

  /** That a cell waits as before asks for nothing. */
  private static boolean isReproduced(SessionEvent event) {
    return event instanceof CellsEvaluated
        || event instanceof VariablesSaved
        || (event instanceof HostCallsRequested asked && asked.calls().isEmpty());
  }

  /** What the asker gets, and when. */
  public sealed interface Answer {
    record None() implements Answer {}

    record Now(SessionReply reply) implements Answer {}

    /** The session's status once the events are written. */
    record Status() implements Answer {}

    /** The turn's result, at once or when it has ended; a pending note after {@code patience}. */
    record WhenSettled(int turn, Optional<Duration> patience) implements Answer {}

    /** The session's status once it has stopped. */
    record WhenStopped() implements Answer {}

    /** The result of a turn that only the journal remembers. */
    record FromHistory(int turn) implements Answer {}

    /** The head is looked up in the journal first. */
    record LoadHead(HeadId head) implements Answer {}

    /** The record of the session is looked at again first. */
    record Recheck() implements Answer {}

    /** What a re-check came to, for all who wait for it. */
    record Checked(SessionReply reply) implements Answer {}

    /** What the same release came to before, which only the journal remembers. */
    record FormerRelease() implements Answer {}

    /** The answer is checked against the question first. */
    record CheckAnswer(Ask ask) implements Answer {}

    /** What a question that is not open came to, which only the journal remembers. */
    record FormerAnswer() implements Answer {}

    /** The source of a derivation is looked up in its journal first. */
    record LoadSource() implements Answer {}

    /** What the child answers to having its turn cancelled. */
    record FromChild(SessionId child) implements Answer {}

    /** The status once the session is removed. */
    record WhenRemoved() implements Answer {}

    /** The status; then the actor goes to sleep. */
    record ThenSleep() implements Answer {}
  }
}
