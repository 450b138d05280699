package dev.fractal.session;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.outcome;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that come to a node without the toolset that they were started with. */
final class LostToolsetTest {
  private static SessionEvent withToolset() {
    var started = (SessionStarted) Samples.started();
    var was = started.spec().authority();
    var authority =
        new Authority(
            was.profile(), was.capability(), was.directory(), Map.of("probe", "sha256:probe"));
    return new SessionStarted(started.session(), started.spec().with(authority), started.at());
  }

  @Test
  void anOpenTurnEndsWithAWreckageAndItsCallIsLost() {
    var decision = given(withToolset(), opened(1)).whenRevived();

    assertThat(names(decision)).containsExactly("HeadPublished", "TurnEnded");
    assertThat(reason(decision, 1)).isEqualTo("WorldMismatch");
  }

  @Test
  void aQueuedTurnIsDroppedAndChargesNothing() {
    var decision = given(withToolset(), queued(1)).whenQueueMoves();

    assertThat(names(decision)).containsExactly("TurnEnded");
    assertThat(reason(decision, 1)).isEqualTo("TurnDropped");
  }

  private static String reason(Decision decision, int turn) {
    return ((TurnOutcome.Aborted) outcome(decision, turn)).reason().type();
  }
}
