package dev.fractal.session;

import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Draft;
import dev.fractal.session.decide.Entry;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.state.SessionState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

final class UnwrittenTest {
  private final Unwritten unwritten = new Unwritten();

  private void decide(SessionEvent... events) {
    var draft = new Draft(unwritten.state(), Instant.EPOCH);
    for (var event : events) {
      draft.add(event);
    }
    unwritten.takeDue(Decision.write(draft));
  }

  private static SessionState journaled(SessionState journal, List<Entry> entries) {
    var state = journal;
    for (var entry : entries) {
      state = entry.after(state);
    }
    return state;
  }

  /** As they are when the journal has kept them. */
  private static List<Entry> readBack(List<Entry> entries) {
    var adapter = new EntryAdapter();
    return entries.stream()
        .map(adapter::toJournal)
        .flatMap(
            event -> CollectionConverters.asJava(adapter.fromJournal(event, "").events()).stream())
        .toList();
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

    var replayed = journaled(SessionState.absent(), readBack(unwritten.drain(0)));

    assertThat(replayed).isEqualTo(decided).isNotSameAs(decided);
  }

  @Test
  void whatWasLostWithAFailedWriteIsForgotten() {
    decide(started());
    unwritten.drain(0);
    unwritten.begin(SessionState.absent(), Decision.nothing());

    assertThat(unwritten.state()).isEqualTo(SessionState.absent());
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
    assertThat(Entry.events(unwritten.drain(0))).containsExactly(replied(1, 1));
  }

  @Test
  void aWriteWhoseAnswerWasLostIsNotWrittenTwice() {
    store(started(), opened(1));
    decide(replied(1, 1));
    var decided = unwritten.state();
    var sent = unwritten.drain(0);

    assertThat(unwritten.resume(decided)).contains(Entry.events(sent));

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
