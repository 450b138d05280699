package dev.fractal.session;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import java.util.Optional;

/** The journals of all sessions, beside the one that an actor writes. Methods block. */
public interface History {
  /** What a session's own head continues from. */
  Optional<Continuation> continuation(SessionId session, HeadId head);

  /** What a session offers to one that is derived from it, by default its newest usable head. */
  Source source(SessionId session, Optional<HeadId> head);

  /** Removes a session that no actor writes any more, whole. */
  void remove(SessionId session);

  Optional<TurnResult> result(SessionId session, int turn);
}
