package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.EventCodec;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalGap;
import dev.fractal.persistence.journal.JournalWriter;
import dev.fractal.persistence.journal.ManyJournals;
import dev.fractal.persistence.journal.SampleEvents;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.SessionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store's journal and snapshots do for a real actor. */
abstract class JournalContract {
  private static final SessionId SESSION = new SessionId("s-1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private Store store;

  abstract StoreConfig config();

  @BeforeEach
  void open() {
    store = Store.openNode(config());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Starts an actor system, tells the session to persist events together, and ends the system. */
  private Tally persist(List<SessionEvent> events) throws Exception {
    return persistWrites(List.of(events));
  }

  /** The same with a write for each event. */
  private Tally persistSingly(List<SessionEvent> events) throws Exception {
    return persistWrites(events.stream().map(List::of).toList());
  }

  private Tally persistWrites(List<List<SessionEvent>> writes) throws Exception {
    var system = start();
    try {
      Tally last = new Tally.Empty();
      for (var events : writes) {
        last = get(append(system, events));
      }
      return last;
    } finally {
      system.terminate();
      get(system.getWhenTerminated());
    }
  }

  private ActorSystem<Recorder.Command> start() {
    var settings =
        ConfigFactory.parseString(
                """
                pekko.loglevel = OFF
                pekko.stdout-loglevel = OFF
                pekko.actor.allow-java-serialization = off
                fractal.persistence.snapshot-class = "%s"
                """
                    .formatted(Tally.class.getName()))
            .withFallback(JournalConfig.forStore(store))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(new Recorder(SESSION), "journal-test", settings);
  }

  private static CompletionStage<Tally> append(
      ActorSystem<Recorder.Command> system, List<SessionEvent> events) {
    return AskPattern.ask(
        system, replyTo -> new Recorder.Command(events, replyTo), PATIENCE, system.scheduler());
  }

  @Test
  void aSessionWhoseRowACrashKeptFromBeingWrittenIsUnfinished() throws Exception {
    assertThat(store.unfinished().find()).isEmpty();
    list("child", 1, SessionStatus.RUNNING, Optional.of(SESSION));
    list("other", 1, SessionStatus.STOP_REQUESTED, Optional.empty());
    list("done", 9, SessionStatus.IDLE, Optional.empty());
    assertThat(store.unfinished().find())
        .extracting(SessionId::value)
        .containsExactly("other", "child");

    var events = SampleEvents.all();
    int before = events.size() - 3;
    persistWrites(List.of(events.subList(0, before), events.subList(before, events.size())));
    assertThat(store.unfinished().find()).contains(SESSION).hasSize(3);

    list(SESSION.value(), before, SessionStatus.IDLE, Optional.empty());
    assertThat(store.unfinished().find()).contains(SESSION);

    list(SESSION.value(), events.size(), SessionStatus.IDLE, Optional.empty());
    assertThat(store.unfinished().find()).doesNotContain(SESSION).hasSize(2);
  }

  @Test
  void sessionsThatGoOnByThemselvesAreUnfinished() {
    for (SessionStatus status : SessionStatus.values()) {
      list(status.wire(), 1, status, Optional.empty());
    }

    assertThat(store.unfinished().find())
        .extracting(SessionId::value)
        .containsExactly("pause-requested", "running", "stop-requested");
  }

  private void list(String name, long sequence, SessionStatus status, Optional<SessionId> parent) {
    var id = new SessionId(name);
    store
        .catalog()
        .upsert(
            new CatalogRow(
                id,
                sequence,
                status,
                new CatalogRow.Family(parent, parent.orElse(id)),
                new CatalogRow.Progress(0, Quantity.zero(), Optional.empty()),
                Instant.EPOCH,
                Instant.EPOCH));
  }

  @Test
  void theRowOfAnEventIsFoundByTheEventsNumber() {
    var events = SampleEvents.all().subList(0, 5);
    store
        .journalWriter()
        .append(
            List.of(
                new JournalWriter.Write(SESSION, 1, events.subList(0, 2)),
                new JournalWriter.Write(SESSION, 3, events.subList(2, 5))));
    var whole = store.wholeJournal();

    assertThat(whole.place(SESSION, 1)).isPositive().isEqualTo(whole.place(SESSION, 2));
    assertThat(whole.place(SESSION, 3))
        .isGreaterThan(whole.place(SESSION, 2))
        .isEqualTo(whole.place(SESSION, 5));
    assertThat(whole.place(SESSION, 6)).isZero();
    assertThat(whole.place(new SessionId("nobody"), 1)).isZero();
  }

  @Test
  void theEndsOfManyJournalsAreReadAtOnce() {
    var events = SampleEvents.all().subList(0, 5);
    store
        .journalWriter()
        .append(
            List.of(
                new JournalWriter.Write(SESSION, 1, events.subList(0, 2)),
                new JournalWriter.Write(SESSION, 3, events.subList(2, 5))));
    var many = new ManyJournals(store.jdbc(), EventCodec.standard());
    var nobody = new SessionId("nobody");

    assertThat(many.begun(List.of(SESSION, nobody)))
        .containsExactly(Map.entry(SESSION, store.wholeJournal().place(SESSION, 1)));
    assertThat(many.behind(Map.of(SESSION, 0L, nobody, 0L), true))
        .containsExactly(Map.entry(SESSION, store.journal().read(SESSION, 1, 5)));
    assertThat(many.behind(Map.of(SESSION, 2L), true))
        .containsExactly(Map.entry(SESSION, store.journal().read(SESSION, 3, 5)));
    assertThat(many.behind(Map.of(SESSION, 3L), false))
        .containsExactly(Map.entry(SESSION, store.journal().read(SESSION, 4, 5)));
    assertThat(many.behind(Map.of(SESSION, 5L), false)).isEmpty();
  }

  @Test
  void anActorRecoversWhatItPersisted() throws Exception {
    var events = SampleEvents.all();

    assertThat(persist(events).count()).isEqualTo(events.size());
    assertThat(persist(List.of()).count()).isEqualTo(events.size());

    var journal = store.journal();
    assertThat(journal.sessions()).containsExactly(SESSION);
    assertThat(journal.highest(SESSION)).isEqualTo(events.size());
    assertThat(journal.read(SESSION, 1, Long.MAX_VALUE).stream().map(JournalEntry::event))
        .isEqualTo(events);
    assertThat(journal.read(SESSION, 2, 3))
        .extracting(JournalEntry::sequence)
        .containsExactly(2L, 3L);
    assertThat(journal.gaps(SESSION)).isEmpty();
    assertThat(journal.highest(new SessionId("unknown"))).isZero();
  }

  @Test
  void aLargeEventIsKept() throws Exception {
    var large =
        new SessionEvent.ModelReplied(
            1, 1, Content.inline("x".repeat(3_000_000)), Usage.ZERO, 0, Instant.EPOCH);

    persist(List.of(large));

    assertThat(persist(List.of()).count()).isEqualTo(1);
    assertThat(store.journal().read(SESSION, 1, 1).getFirst().event()).isEqualTo(large);
  }

  @Test
  void recoveryStartsFromTheSnapshot() throws Exception {
    persist(SampleEvents.all().subList(0, 10));
    execute(
        "UPDATE \"event_journal\" SET \"event_ser_manifest\" = 'gone/1' WHERE \"sequence_number\" ="
            + " 1");

    assertThat(persist(List.of()).count()).isEqualTo(10);
  }

  @Test
  void aSnapshotThatCannotBeReadIsSkipped() throws Exception {
    persist(SampleEvents.all().subList(0, 10));

    for (var damage :
        List.of(
            "\"snapshot_payload\" = " + oneByte(),
            "\"snapshot_ser_manifest\" = 'session-state/0'",
            "\"snapshot_ser_id\" = 99")) {
      execute("UPDATE \"snapshot\" SET " + damage);
      assertThat(persist(List.of())).isEqualTo(new Tally.Counted(10, last(10), 10));
    }
  }

  /** A byte string of one byte as the database at hand writes it. */
  abstract String oneByte();

  private static Optional<String> last(int count) {
    return Optional.of(SampleEvents.all().get(count - 1).getClass().getSimpleName());
  }

  @Test
  void anEventThatCannotBeReadIsHandedToTheFold() throws Exception {
    persistSingly(SampleEvents.all().subList(0, 3));
    execute(
        "UPDATE \"event_journal\" SET \"event_ser_manifest\" = 'later/7' WHERE \"sequence_number\""
            + " = 2");

    assertThat(persist(List.of()).count()).isEqualTo(3);
    assertThat(store.journal().read(SESSION, 2, 2).getFirst().event())
        .isInstanceOf(SessionEvent.Unreadable.class);
  }

  @Test
  void aRemovedSessionLeavesNothingAndItsIdStartsAnew() throws Exception {
    persistSingly(SampleEvents.all().subList(0, 10));
    execute(
        "UPDATE \"event_journal\" SET \"persistence_id\" = 'Session|s-2' WHERE \"sequence_number\""
            + " > 7");

    store.removal().remove(SESSION);
    store.removal().remove(SESSION);

    assertThat(store.journal().sessions()).containsExactly(new SessionId("s-2"));
    assertThat(persist(List.of()).count()).isZero();
    assertThat(persist(SampleEvents.all().subList(0, 2)).count()).isEqualTo(2);
    assertThat(store.journal().highest(SESSION)).isEqualTo(2);
  }

  @Test
  void aGapIsFound() throws Exception {
    persistSingly(SampleEvents.all().subList(0, 9));
    execute("DELETE FROM \"event_journal\" WHERE \"sequence_number\" IN (1, 4, 5)");

    assertThat(store.journal().gaps(SESSION))
        .containsExactly(new JournalGap(SESSION, 1, 1), new JournalGap(SESSION, 4, 5));
  }

  @Test
  void eventsOfOneWriteShareARow() throws Exception {
    var events = SampleEvents.all().subList(0, 9);
    persistWrites(List.of(events.subList(0, 1), events.subList(1, 4), events.subList(4, 9)));

    assertThat(numbers()).containsExactly(1L, 2L, 5L);
    assertThat(persist(List.of()).count()).isEqualTo(9);
    var journal = store.journal();
    assertThat(journal.highest(SESSION)).isEqualTo(9);
    assertThat(journal.gaps(SESSION)).isEmpty();
    for (int from = 1; from <= 9; from++) {
      for (int to = from; to <= 9; to++) {
        assertThat(journal.read(SESSION, from, to).stream().map(JournalEntry::event))
            .isEqualTo(events.subList(from - 1, to));
      }
    }
    assertThat(store.wholeJournal().span(SESSION, 1, Long.MAX_VALUE, 10))
        .extracting(row -> row.events().stream().map(each -> each.entry().sequence()).toList())
        .containsExactly(List.of(1L), List.of(2L, 3L, 4L), List.of(5L, 6L, 7L, 8L, 9L));
  }

  @Test
  void aWriteOfManyEventsHasSeveralRows() throws Exception {
    var many = new ArrayList<SessionEvent>();
    for (int i = 0; i < 40; i++) {
      many.add(SampleEvents.all().get(i % 3));
    }
    persistWrites(List.of(many, many));

    assertThat(persist(List.of()).count()).isEqualTo(80);
    assertThat(numbers()).hasSizeLessThan(20);
    assertThat(store.journal().read(SESSION, 39, 42).stream().map(JournalEntry::event))
        .containsExactly(many.get(38), many.get(39), many.get(0), many.get(1));
  }

  @Test
  void aMissingRowIsAGapOfAllItsEventsAndWhatFollowsIsRead() throws Exception {
    var events = SampleEvents.all().subList(0, 9);
    persistWrites(List.of(events.subList(0, 1), events.subList(1, 4), events.subList(4, 9)));
    execute("DELETE FROM \"event_journal\" WHERE \"sequence_number\" = 2");

    assertThat(store.journal().gaps(SESSION)).containsExactly(new JournalGap(SESSION, 2, 4));
    assertThat(persist(List.of()).count()).isEqualTo(6);
    assertThat(store.journal().highest(SESSION)).isEqualTo(9);
  }

  /** Its first event would have a number that a row has, or one in the middle of a row. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aSecondWriterMeetsTheRowsOfTheFirstOne(int late) throws Exception {
    var events = SampleEvents.all();
    var first = start();
    assertThat(get(append(first, events.subList(0, 1))).count()).isEqualTo(1);
    var second = start();
    // The second one recovers behind the first event, and then knows nothing of the next four.
    assertThat(get(append(second, List.of())).count()).isEqualTo(1);
    assertThat(get(append(first, events.subList(1, 4))).count()).isEqualTo(4);
    assertThat(get(append(first, events.subList(4, 6))).count()).isEqualTo(6);

    var _ = append(second, events.subList(0, late));
    get(second.getWhenTerminated());

    assertThat(get(append(first, events.subList(6, 7))).count()).isEqualTo(7);
    first.terminate();
    get(first.getWhenTerminated());
    assertThat(store.journal().read(SESSION, 1, Long.MAX_VALUE).stream().map(JournalEntry::event))
        .isEqualTo(events.subList(0, 7));
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** The numbers of the session's rows. */
  private List<Long> numbers() {
    return store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement();
                  var row =
                      statement.executeQuery(
                          "SELECT \"sequence_number\" FROM \"event_journal\" ORDER BY 1")) {
                var numbers = new ArrayList<Long>();
                while (row.next()) {
                  numbers.add(row.getLong(1));
                }
                return numbers;
              }
            });
  }

  private void execute(String sql) {
    store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }
}
