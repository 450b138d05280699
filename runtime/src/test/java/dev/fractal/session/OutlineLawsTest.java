package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.entity.JournalHistory;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalWriter;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.outline.Standing;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.persistence.store.RowsRead;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.session.decide.CommandDecider;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.RecordedHistory;
import dev.fractal.session.decide.Rewind;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
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
 * What is kept beside a journal says what a fold of the whole journal says: for any history, at any
 * distance behind it, and after whatever it has lost.
 */
final class OutlineLawsTest {
  private static final int MESSAGES = 500;
  private static final SessionId ID = Samples.ID;
  private static final SessionId NOBODY = new SessionId("nobody");

  @TempDir Path directory;
  private Store store;
  private Outlines outlines;

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
    outlines = store.outlines();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Turns that are queued, cancelled, fail, time out, are held, stopped and compacted. */
  private static List<SessionEvent> history(RandomGenerator random) {
    return SessionLawsTest.history(random, MESSAGES);
  }

  /** A session that begins as a fork of another one's head. */
  private static List<SessionEvent> forked(List<SessionEvent> source) {
    var fork =
        new SessionCommand.ForkSession(
            new Derivation.Fork(
                ID, Optional.empty(), Optional.empty(), Optional.empty(), Budget.UNLIMITED),
            Given.NOBODY);
    var loaded = new SessionMessage.SourceLoaded(fork, Rewind.source(Optional.empty(), source));
    var heir = Given.given();
    heir.took(
        new CommandDecider(new SessionId("heir"), Samples.WORLD)
            .fetched(heir.state(), loaded, Samples.T0));
    return heir.journal();
  }

  /** Writes a history in writes of any size; now and then what follows it comes nearer. */
  private void write(SessionId session, List<SessionEvent> journal, RandomGenerator random) {
    int at = 0;
    while (at < journal.size()) {
      int end = Math.min(journal.size(), at + 1 + random.nextInt(20));
      append(session, journal.subList(at, end));
      at = end;
      if (random.nextInt(6) == 0) {
        var _ = outlines.advance(session);
      }
      if (random.nextInt(40) == 0) {
        agrees(session, journal.subList(0, at));
      }
    }
  }

  private void append(SessionId session, List<SessionEvent> write) {
    long first = store.journal().highest(session) + 1;
    store.journalWriter().append(List.of(new JournalWriter.Write(session, first, write)));
  }

  private void agrees(SessionId session, List<SessionEvent> journal) {
    var folded = Standing.of(numbered(journal));
    var standing = outlines.standing(session);

    assertThat(standing.map(Standing::outline)).isEqualTo(folded.map(Standing::outline));
    assertThat(standing.map(now -> ended(session, now))).isEqualTo(folded.map(Standing::fresh));
    var among = Optional.ofNullable(outlines.standings(List.of(session, NOBODY)).get(session));
    assertThat(among.map(Standing::outline)).isEqualTo(folded.map(Standing::outline));
    assertThat(among.map(now -> ended(session, now))).isEqualTo(folded.map(Standing::fresh));
  }

  private List<TurnRow> ended(SessionId session, Standing standing) {
    var stored =
        standing.stored()
            ? outlines.turns(session, Integer.MAX_VALUE, Integer.MAX_VALUE)
            : List.<TurnRow>of();
    return Stream.concat(stored.stream(), standing.fresh().stream())
        .sorted(Comparator.comparingInt(TurnRow::turn))
        .toList();
  }

  private static List<JournalEntry> numbered(List<SessionEvent> journal) {
    return IntStream.range(0, journal.size())
        .mapToObj(i -> new JournalEntry(i + 1L, journal.get(i)))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void anOutlineIsAFoldOfTheWholeJournal(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var journal = history(random);

    write(ID, journal, random);

    agrees(ID, journal);
    var _ = outlines.advance(ID);
    agrees(ID, journal);
    assertThat(outlines.standing(ID).orElseThrow().stored())
        .isEqualTo(journal.size() >= Outlines.DISTANCE / 2);
    assertThat(outlines.standings(List.of(ID)).get(ID)).isEqualTo(outlines.standing(ID).get());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aForkIsOneToo(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var heir = new SessionId("heir");
    var journal = forked(history(random));

    write(heir, journal, random);

    agrees(heir, journal);
    assertThat(outlines.standing(heir).orElseThrow().outline().marks().head()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 9, 16})
  void everyTurnAndEveryHeadIsFoundAsAWalkThroughTheJournalFindsIt(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var journal = history(random);
    write(ID, journal, random);
    var fast = new JournalHistory(store);
    var slow = new RecordedHistory(_ -> journal, _ -> {});

    for (var row : Standing.of(numbered(journal)).orElseThrow().fresh()) {
      var expected = slow.result(ID, row.turn()).orElseThrow();
      var found = fast.result(ID, row.turn()).orElseThrow();
      assertThat(found.outcome()).isEqualTo(expected.outcome());
      assertThat(found.spend()).isEqualTo(expected.spend());
      assertThat(found.head()).isEqualTo(row.head());
    }
    assertThat(fast.result(ID, 1_000)).isEmpty();
    for (HeadId head : heads(journal)) {
      assertThat(fast.continuation(ID, head)).isEqualTo(slow.continuation(ID, head));
      assertThat(fast.source(ID, Optional.of(head))).isEqualTo(slow.source(ID, Optional.of(head)));
    }
    assertThat(fast.source(ID, Optional.empty())).isEqualTo(slow.source(ID, Optional.empty()));
    assertThat(fast.source(ID, Optional.of(HeadId.of("none")))).isInstanceOf(Source.NoHead.class);
  }

  private static List<HeadId> heads(List<SessionEvent> journal) {
    return journal.stream()
        .filter(HeadPublished.class::isInstance)
        .map(event -> ((HeadPublished) event).head().id())
        .toList();
  }

  /** A node that dies between the write of the journal and that of the outline loses nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"outline", "turn", "all"})
  void whatIsLostIsMadeAgainFromTheJournal(String table) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    var journal = history(random);
    write(ID, journal.subList(0, journal.size() / 2), random);
    var _ = outlines.advance(ID);
    append(ID, journal.subList(journal.size() / 2, journal.size()));
    agrees(ID, journal);
    if (!table.equals("turn")) {
      TestStores.execute(store, "DELETE FROM \"outline\"");
    }
    if (table.equals("all")) {
      TestStores.execute(store, "DELETE FROM \"turn\"");
    }
    if (table.equals("turn")) {
      TestStores.execute(store, "UPDATE \"outline\" SET \"form\" = 0");
    }

    agrees(ID, journal);
    var _ = outlines.advance(ID);

    agrees(ID, journal);
    assertThat(outlines.standing(ID).orElseThrow().stored()).isTrue();
  }

  /** Negative control: the law sees one row that is wrong, and one that is gone. */
  @Test
  void theLawSeesWhatIsWrong() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    var journal = history(random);
    append(ID, journal);
    var _ = outlines.advance(ID);
    agrees(ID, journal);

    for (var damage :
        List.of(
            "UPDATE \"turn\" SET \"last_event\" = \"last_event\" + 1 WHERE \"turn\" = 1",
            "DELETE FROM \"turn\" WHERE \"turn\" = 2")) {
      TestStores.execute(store, damage);
      var standing = outlines.standing(ID).orElseThrow();
      assertThat(ended(ID, standing)).isNotEqualTo(Standing.of(numbered(journal)).get().fresh());
    }
  }

  /** A store of version 5 has neither tables nor columns of this one. */
  @Test
  void aStoreOfTheVersionBeforeIsBroughtUpWithItsJournals() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    var journal = history(random);
    append(ID, journal);
    for (var statement :
        List.of(
            "DROP TABLE \"outline\"",
            "DROP TABLE \"turn\"",
            "DROP INDEX \"event_journal_tree\"",
            "ALTER TABLE \"event_journal\" DROP COLUMN \"tree\"",
            "DROP INDEX \"catalog_root\"",
            "DROP INDEX \"catalog_parent\"",
            "DELETE FROM \"fractal_schema\" WHERE \"version\" > 5")) {
      TestStores.execute(store, statement);
    }
    store.close();

    open();

    agrees(ID, journal);
    var _ = outlines.advance(ID);
    agrees(ID, journal);
    assertThat(outlines.standing(ID).orElseThrow().stored()).isTrue();
    assertThat(store.wholeJournal().span(ID, 1, Long.MAX_VALUE, 10_000))
        .flatExtracting(row -> row.events())
        .hasSize(journal.size());
  }

  /** What was folded from the beginning once is not read again, only what follows it. */
  @Test
  void whatWasReadOfManySessionsIsNotReadAgain() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    var journal = history(random);
    append(ID, journal.subList(0, 40));
    agrees(ID, journal.subList(0, 40));

    var rows = RowsRead.ofJournals(store);

    // Of each journal one row is read besides: the one that it begins with.
    assertThat(rows.by(() -> outlines.standings(List.of(ID)))).as("as it was").isEqualTo(1);
    append(ID, journal.subList(40, 41));
    assertThat(rows.by(() -> outlines.standings(List.of(ID)))).as("one row longer").isEqualTo(2);
    agrees(ID, journal.subList(0, 41));
  }

  @Test
  void aPurgedSessionLeavesNoOutlineAndTheNextOneOfItsNameHasItsOwn() {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(13);
    var journal = history(random);
    append(ID, journal);
    var _ = outlines.advance(ID);
    var gone = outlines.standing(ID).orElseThrow();

    store.removal().remove(ID);

    assertThat(outlines.standing(ID)).isEmpty();
    assertThat(outlines.turn(ID, 1)).isEmpty();
    var next = new ArrayList<>(history(random));
    append(ID, next);
    agrees(ID, next);
    // A node that was late has written what belonged to the session before.
    TestStores.execute(store, "UPDATE \"outline\" SET \"begun\" = 0");
    agrees(ID, next);
    assertThat(outlines.standing(ID).orElseThrow()).isNotEqualTo(gone);
  }
}
