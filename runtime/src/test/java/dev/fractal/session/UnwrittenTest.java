package dev.fractal.session;

import static dev.fractal.session.Samples.opened;
import static dev.fractal.session.Samples.replied;
import static dev.fractal.session.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.event.SessionEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UnwrittenTest {
  private final Unwritten unwritten = new Unwritten();

  private void decide(SessionEvent... events) {
    var draft = new Draft(unwritten.state(), Instant.EPOCH);
    for (var event : events) {
      draft.add(event);
    }
    unwritten.takeDue(Decision.write(draft));
  }

  private SessionState journaled(SessionState journal, List<SessionEvent> events) {
    var state = journal;
    for (var event : events) {
      state = unwritten.folded(state, event);
    }
    return state;
  }

  @Test
  void theJournalTakesTheStateThatWasDecidedOn() {
    decide(started(), opened(1));
    decide(replied(1, 1));
    var decided = unwritten.state();

    assertThat(journaled(SessionState.absent(), unwritten.drain(0))).isSameAs(decided);
  }

  @Test
  void anEventThatWasReadBackIsFolded() {
    decide(started(), opened(1));
    var decided = unwritten.state();

    var replayed = journaled(SessionState.absent(), List.of(started(), opened(1)));

    assertThat(replayed).isEqualTo(decided).isNotSameAs(decided);
  }

  @Test
  void whatWasLostWithAFailedWriteIsForgotten() {
    decide(started());
    var decided = unwritten.state();
    var lost = unwritten.drain(0);
    unwritten.begin(SessionState.absent(), Decision.nothing());

    assertThat(journaled(SessionState.absent(), lost)).isEqualTo(decided).isNotSameAs(decided);
    assertThat(unwritten.drain(0)).isEmpty();
  }

  private void store(SessionEvent... events) {
    decide(events);
    unwritten.drain(0);
    unwritten.written(unwritten.state());
  }

  @Test
  void whatCouldNotBeWrittenIsDueAgainAsItWas() {
    store(started(), opened(1));
    var journal = unwritten.state();
    decide(replied(1, 1));
    var decided = unwritten.state();
    unwritten.drain(0);

    assertThat(unwritten.resume(journal)).contains(List.of());

    assertThat(unwritten.isDue()).isTrue();
    assertThat(unwritten.state()).isSameAs(decided);
    assertThat(journaled(journal, unwritten.drain(0))).isSameAs(decided);
  }

  @Test
  void whatACommandAskedForIsDroppedAndWhatWasInHandBeforeItStays() {
    store(started(), opened(1));
    var journal = unwritten.state();
    decide(replied(1, 1));
    var inHand = unwritten.state();
    decide(Samples.evaluated(1, 1));
    unwritten.drain(1);

    unwritten.resume(journal);

    assertThat(unwritten.state()).isSameAs(inHand);
    assertThat(unwritten.drain(0)).containsExactly(replied(1, 1));
  }

  @Test
  void aWriteWhoseAnswerWasLostIsNotWrittenTwice() {
    store(started(), opened(1));
    decide(replied(1, 1));
    var decided = unwritten.state();
    var sent = unwritten.drain(0);

    assertThat(unwritten.resume(decided)).contains(sent);

    assertThat(unwritten.isDue()).isFalse();
    assertThat(unwritten.state()).isEqualTo(decided);
  }

  @Test
  void aJournalThatSomebodyElseWroteIsNoneToGoOnWith() {
    store(started());
    decide(opened(1));
    unwritten.drain(0);
    var foreign = unwritten.state().apply(replied(1, 1));

    assertThat(unwritten.resume(foreign)).isEmpty();
  }
}
