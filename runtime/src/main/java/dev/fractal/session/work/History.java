package dev.fractal.session.work;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.session.decide.Recorded;
import dev.fractal.session.decide.Source;
import java.util.List;
import java.util.Optional;

/** The journals of all sessions, beside the one that an actor writes. Methods block. */
public interface History {
  /** What a session's own head continues from. */
  Optional<Continuation> continuation(SessionId session, HeadId head);

  /** What a session offers to one that is derived from it, by default its newest usable head. */
  Source source(SessionId session, Optional<HeadId> head);

  /** Removes a session that no actor writes any more, whole. */
  void remove(SessionId session);

  /** What a session's journal says from its first event on, with its newest heads. */
  Recorded recorded(SessionId session);

  /** The release of a session that was asked for with this key. */
  Optional<SessionReleased> release(SessionId session, String requestId);

  Optional<TurnResult> result(SessionId session, int turn);

  /**
   * What a journal says of a question, in its order: that it was asked, and how it was answered or
   * its time was over. Nothing when none of this name was asked.
   */
  List<SessionEvent> ask(AskId ask);
}
