package dev.fractal.session;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import java.util.Optional;

/** What only the journal remembers. Methods block. */
public interface History {
  /** What a session's own head continues from. */
  Optional<Continuation> continuation(SessionId session, HeadId head);

  Optional<TurnResult> result(SessionId session, int turn);
}
