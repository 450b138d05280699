package dev.fractal.session.decide;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.session.decide.Recorded.Offer;
import dev.fractal.session.state.SessionState.Live;

/** What a re-check of a session's record saw. */
public sealed interface Finding {
  /** The record stands: all of it was read, and a new REPL came to the same. */
  record Stands(Live at) implements Finding {}

  /**
   * The head can be restored and gone on from; why not where the session stood, if that was asked.
   */
  record Offers(Offer offer, Failure why) implements Finding {}

  /** Neither where it stood nor at a head can the session go on. */
  record Nowhere(Failure why) implements Finding {}

  /** The session has no such head. */
  record NoHead(HeadId head) implements Finding {}
}
