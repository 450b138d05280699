package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.persistence.journal.SessionEventSerializer;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.session.SessionRig.Lent;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions on a real store whose rows are damaged, raced for, or many. */
final class StoredSessionsTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final SessionId OTHER = new SessionId("s-2");

  @TempDir private Path directory;
  private Store store;
  private SessionRig rig;
  private final TestModels models = TestModels.scripted(StoredSessionsTest::answer);

  /** Sets {@code x} to the turn's number, with a long value when the task says so. */
  private static CompletableFuture<ModelReply> answer(ModelRequest request) {
    boolean large = request.messages().toString().contains("large");
    var value = large ? "\"" + "v".repeat(Content.INLINE_LIMIT) + "\"" : "1";
    return CompletableFuture.completedFuture(
        TestModels.reply(
            request.step() == 1
                ? TestModels.cellOf("set x " + value)
                : TestModels.cellOf("final 1")));
  }

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
    rig = SessionRig.on(store, Lent.of(models, new FakeKernelFactory()));
  }

  @AfterEach
  void close() {
    rig.close();
    store.close();
  }

  private LiveSession started(SessionId id) {
    var session = rig.wake(id);
    session.start(rig.spec(10));
    return session;
  }

  private static TurnResult run(LiveSession session, int turn, String task) {
    return settled(get(session.run(TurnRequest.of("r-" + turn, task))));
  }

  private static final TurnOutcome ONE = new TurnOutcome.Finished(Content.inline("1"));

  private int execute(String sql) {
    return store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  private static String rows(SessionId session) {
    return " WHERE \"persistence_id\" = 'Session|" + session + "'";
  }

  @Test
  void aGapInOneJournalQuarantinesThatSessionAlone() {
    var session = started(ID);
    run(session, 1, "task");
    session.kill();
    execute("DELETE FROM \"event_journal\"" + rows(ID) + " AND \"sequence_number\" = 4");

    session = rig.wake(ID);
    var refusal = refusal(get(session.run(TurnRequest.of("r-2", "task"))));

    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message())
        .contains(
            "its journal has 9 events", "only 7 can be read", "a check of the store says where");
    assertThat(run(started(OTHER), 1, "task").outcome()).isEqualTo(ONE);
  }

  @Test
  void aDamagedPayloadQuarantinesTheSessionThatNeedsItAlone() {
    var session = started(ID);
    run(session, 1, "large");
    session.kill();
    execute("UPDATE \"payload\" SET \"body\" = X'00'");

    var refusal = refusal(get(rig.wake(ID).run(TurnRequest.of("r-2", "task"))));

    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(run(started(OTHER), 1, "task").outcome()).isEqualTo(ONE);
  }

  @Test
  void aWriteIsStoredWholeOrNotAtAll() {
    var session = started(ID);
    execute(
        "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"deleted\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\") SELECT \"persistence_id\", 4, FALSE,"
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\" FROM \"event_journal\""
            + rows(ID));

    var refusal = refusal(get(session.run(TurnRequest.of("r-1", "task"))));

    assertThat(refusal.kind()).isEqualTo(Kind.NotStored);
    assertThat(store.journal().read(ID, 1, 100))
        .extracting(entry -> entry.sequence())
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aLongHistoryIsRecoveredFromItsSnapshotAndOldResultsFromTheJournal() {
    var session = started(ID);
    for (int turn = 1; turn <= 90; turn++) {
      run(session, turn, "task");
    }
    assertThat(store.journal().highest(ID)).isGreaterThan(510);
    session.kill();
    execute(
        "UPDATE \"event_journal\" SET \"event_ser_manifest\" = 'later/7'"
            + rows(ID)
            + " AND \"sequence_number\" BETWEEN 80 AND 90");

    session = rig.wake(ID);

    assertThat(run(session, 91, "task").turn()).isEqualTo(91);
    assertThat(run(session, 2, "task").turn()).isEqualTo(2);
    assertThat(models.asked()).hasSize(182);
  }

  private SessionStatus listed(SessionId session) {
    return store.catalog().find(session).orElseThrow().status();
  }

  private void insertEvent(SessionId session, int serializer, String manifest) {
    execute(
        "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"deleted\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\") SELECT \"persistence_id\","
            + TestStores.NEXT_NUMBER
            + ", FALSE, \"writer\", \"write_timestamp\","
            + " \"adapter_manifest\", \"event_payload\", "
            + serializer
            + ", '"
            + manifest
            + "' FROM \"event_journal\""
            + rows(session)
            + " ORDER BY \"sequence_number\" DESC LIMIT 1");
  }

  @Test
  void anEventOfANewerVersionStopsItsSessionAloneAndOnlyForThisNode() {
    var session = started(ID);
    for (int turn = 1; turn <= 90; turn++) {
      run(session, turn, "task");
    }
    session.kill();
    execute("DELETE FROM \"snapshot\"");
    insertEvent(ID, SessionEventSerializer.IDENTIFIER, "session-sang/1");

    var old = rig.wake(ID);
    var refusal = refusal(get(old.run(TurnRequest.of("r-91", "task"))));

    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message()).contains("session-sang/1", "use the version that wrote it");
    assertThat(run(started(OTHER), 1, "task").outcome()).isEqualTo(ONE);
    old.kill();
    assertThat(listed(ID)).isEqualTo(SessionStatus.IDLE);
    // What a newer node finds: the journal as it was, and no snapshot that says otherwise.
    execute("DELETE FROM \"event_journal\" WHERE \"event_ser_manifest\" = 'session-sang/1'");
    var readable = run(rig.wake(ID), 91, "task");
    assertThat(readable.turn()).isEqualTo(91);
    assertThat(readable.outcome()).isEqualTo(ONE);
  }

  @Test
  void aJournalThatCannotBeReadIsTriedThreeTimesAndThenItsSessionIsQuarantined() {
    var session = started(ID);
    run(session, 1, "task");
    session.kill();
    insertEvent(ID, 4_711, "");

    var broken = rig.wake(ID);
    rig.await(() -> assertThat(listed(ID)).isEqualTo(SessionStatus.QUARANTINED));
    var refusal = refusal(get(broken.run(TurnRequest.of("r-2", "task"))));

    assertThat(refusal.kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal.message()).contains("its journal could not be read 3 times");
    broken.kill();
    assertThat(refusal(get(rig.wake(ID).await(1))).kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(run(started(OTHER), 1, "task").outcome()).isEqualTo(ONE);
  }
}
