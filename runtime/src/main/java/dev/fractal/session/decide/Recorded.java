package dev.fractal.session.decide;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.session.state.SessionState;
import java.util.List;

/**
 * What a journal says from its first event on.
 *
 * @param offers heads that it can be gone on from if they can be restored, newest first; no
 *     wreckage
 */
public record Recorded(SessionState state, List<Offer> offers) {
  public Recorded {
    offers = List.copyOf(offers);
  }

  /** A head with what a session goes on from there. */
  public record Offer(HeadId head, Continuation continuation) {}
}
