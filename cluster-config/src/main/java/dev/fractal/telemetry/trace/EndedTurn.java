package dev.fractal.telemetry.trace;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Live;
import java.time.Instant;
import java.util.List;

/**
 * A turn that has ended, as far as its trace is not in the journal.
 *
 * @param started when the session was
 * @param last sequence number of an event at its end or behind it
 */
record EndedTurn(
    SessionId session, Descent descent, Instant started, ModelChoice models, int turn, long last) {

  /** The turns that ended with a write. */
  static List<EndedTurn> of(SessionState after, List<SessionEvent> events) {
    if (!(after instanceof Live live)) {
      return List.of();
    }
    var core = live.core();
    return events.stream()
        .filter(TurnEnded.class::isInstance)
        .map(TurnEnded.class::cast)
        .map(
            end ->
                new EndedTurn(
                    core.id(),
                    core.spec().descent(),
                    core.identity().started(),
                    core.spec().models(),
                    end.turn(),
                    after.count()))
        .toList();
  }
}
