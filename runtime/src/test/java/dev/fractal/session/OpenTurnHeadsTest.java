package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.entity.JournalHistory;
import dev.fractal.persistence.journal.JournalWriter;
import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.persistence.store.RowsRead;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.RecordedHistory;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.decide.Source;
import dev.fractal.session.state.SessionState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a fork of a head begins with is what a fold of the journal from its beginning says, also
 * when no snapshot before the head is kept; and a long turn that is open costs no such fold.
 */
final class OpenTurnHeadsTest {
  private static final SnapshotCodec<SessionState> STATES = new SnapshotCodec<>(SessionState.class);
  private static final SessionId ID = Samples.ID;
  private static final int MESSAGES = 600;

  /** Events between two snapshots; the newest two are kept. */
  private static final int EVERY = 500;

  /** Turns that have ended, and steps of the one that is open, of two events each. */
  private static final int ENDED = 90;

  private static final int STEPS = 650;

  @TempDir Path directory;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** One event to a row, so that rows are events. */
  private void append(List<SessionEvent> events) {
    long first = store.journal().highest(ID) + 1;
    store
        .journalWriter()
        .append(
            IntStream.range(0, events.size())
                .mapToObj(i -> new JournalWriter.Write(ID, first + i, List.of(events.get(i))))
                .toList());
  }

  private void keep(List<SessionEvent> journal, int events) {
    var state = SessionState.absent();
    for (var event : journal.subList(0, events)) {
      state = state.apply(event);
    }
    store.journalWriter().keep(ID, events, state, STATES);
  }

  /** No head that the journal has yet is given up: of each, and of none, the same is offered. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void whateverIsForkedIsAsAFoldFromTheBeginningSays(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var whole = SessionLawsTest.history(random, MESSAGES);
    int open = 0;
    for (int at = 0; at < whole.size(); ) {
      int end = Math.min(whole.size(), at + 1 + random.nextInt(40));
      append(whole.subList(at, end));
      at = end;
      var journal = whole.subList(0, at);
      TestStores.execute(store, "DELETE FROM \"snapshot\"");
      keep(journal, at);

      agree(journal, heads(journal));
      open += state(journal) instanceof SessionState.InTurn ? 1 : 0;
    }
    assertThat(open).as("times when a turn was open").isPositive();
  }

  private void agree(List<SessionEvent> journal, Stream<HeadId> heads) {
    var fast = new JournalHistory(store);
    var slow = new RecordedHistory(_ -> journal, _ -> {});
    Stream.concat(Stream.of(Optional.<HeadId>empty()), heads.map(Optional::of))
        .forEach(
            head ->
                assertThat(fast.source(ID, head))
                    .as("%s behind %d events", head, journal.size())
                    .isEqualTo(slow.source(ID, head)));
  }

  private static SessionState state(List<SessionEvent> journal) {
    var state = SessionState.absent();
    for (var event : journal) {
      state = state.apply(event);
    }
    return state;
  }

  private static Stream<HeadId> heads(List<SessionEvent> journal) {
    return journal.stream()
        .filter(HeadPublished.class::isInstance)
        .map(event -> ((HeadPublished) event).head().id());
  }

  /** Turns that ended, then one that goes on and on. */
  private static List<SessionEvent> longTurn(Optional<ModelChoice> models) {
    var session = Given.given(Samples.started());
    for (int turn = 1; turn <= ENDED; turn++) {
      session.whenRun(turn);
      session.when(Samples.answer(turn, 1));
      session.whenEvaluated(Samples.outcome(turn, 1, Optional.of("1")));
    }
    session.and(new TurnOpened(ENDED + 1, request(models), Samples.T0));
    for (int step = 1; step <= STEPS; step++) {
      session.and(Samples.replied(ENDED + 1, step), Samples.evaluated(ENDED + 1, step));
    }
    assertThat(session.state()).isInstanceOf(SessionState.AwaitingModel.class);
    return session.journal();
  }

  private static TurnRequest request(Optional<ModelChoice> models) {
    return new TurnRequest(
        "long",
        Content.inline("go on and on"),
        Map.of(),
        models,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private long rowsOfAFork(List<SessionEvent> journal) {
    append(journal);
    int newest = journal.size() / EVERY * EVERY;
    keep(journal, newest - EVERY);
    keep(journal, newest);
    agree(journal, Stream.empty());
    return RowsRead.ofJournals(store)
        .by(
            () ->
                assertThat(new JournalHistory(store).source(ID, Optional.empty()))
                    .isInstanceOf(Source.Found.class));
  }

  @Test
  void aForkDuringALongTurnReadsWhatIsBehindTheNewestSnapshot() {
    var journal = longTurn(Optional.empty());

    assertThat(rowsOfAFork(journal)).isBetween(1L, journal.size() % EVERY + 150L);
  }

  /** Negative control: models before the turn's own are in the journal only, and it is folded. */
  @Test
  void theCountSeesAFoldFromTheBeginning() {
    var journal = longTurn(Optional.of(ModelChoice.all("fake:other")));

    assertThat(rowsOfAFork(journal)).isGreaterThan(journal.size() % EVERY + ENDED * 4L);
  }
}
