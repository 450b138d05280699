package dev.fractal.session.decide;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.spec.SessionSpec;

/** What a session's journal offers to one that is to be derived from it. */
public sealed interface Source {
  /** A head, and what the session was made with when it published it. */
  record Found(HeadId head, SessionSpec spec, Continuation continuation) implements Source {}

  /** There is no such session. */
  record NoSession() implements Source {}

  /** The session has no such head; or none was named and it has none but wreckage. */
  record NoHead() implements Source {}
}
