package dev.fractal.session;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a message leads to: events to write together, and the answer that follows them. */
record Decision(List<SessionEvent> events, Answer answer) {
  private static final Decision NOTHING = new Decision(List.of(), new Answer.None());

  Decision {
    events = List.copyOf(events);
  }

  static Decision nothing() {
    return NOTHING;
  }

  static Decision write(List<SessionEvent> events) {
    return new Decision(events, new Answer.None());
  }

  /** What was drafted, and the session's status once it is written. */
  static Decision status(Draft draft) {
    return new Decision(draft.events(), new Answer.Status());
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
   * they share the write of the model's next reply.
   */
  boolean deferrable() {
    return !events.isEmpty()
        && events.stream()
            .allMatch(event -> event instanceof CellsEvaluated || event instanceof VariablesSaved);
  }

  /** What the asker gets, and when. */
  sealed interface Answer {
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
