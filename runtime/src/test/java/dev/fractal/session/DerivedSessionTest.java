package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.persistence.journal.EventCodec;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreCheck;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.session.SessionRig.Lent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real actors on a real store: forks, pauses and purges. */
final class DerivedSessionTest {
  private static final SessionId SOURCE = new SessionId("source");
  private static final SessionId HEIR = new SessionId("heir");

  private static final String INSERT =
      """
      INSERT INTO "event_journal" ("persistence_id", "sequence_number", "deleted", "writer",
        "write_timestamp", "adapter_manifest", "event_ser_id", "event_ser_manifest", "event_payload")
      SELECT "persistence_id", %s, FALSE, "writer", "write_timestamp",
        "adapter_manifest", "event_ser_id", ?, ?
      FROM "event_journal" WHERE "persistence_id" = 'Session|source'
      ORDER BY "sequence_number" DESC LIMIT 1
      """
          .formatted(TestStores.NEXT_NUMBER);

  @TempDir private Path directory;
  private final TestModels models = TestModels.held();
  private Store store;
  private SessionRig rig;

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

  private LiveSession source() {
    var source = rig.wake(SOURCE);
    source.start(rig.spec(10));
    return source;
  }

  private TurnResult run(LiveSession session, int turn, String... lines) {
    var result = session.run(TurnRequest.of("r-" + turn, "task " + turn));
    models.next().cell(lines);
    return settled(get(result));
  }

  private static SessionReply fork(LiveSession heir, Optional<HeadId> head) {
    var fork =
        new Derivation.Fork(SOURCE, head, Optional.empty(), Optional.empty(), Budget.UNLIMITED);
    return heir.reply(to -> new SessionCommand.ForkSession(fork, to));
  }

  private void awaitListed(LiveSession session, SessionStatus status) {
    session
        .kit()
        .createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(20),
            Duration.ofMillis(10),
            () ->
                assertThat(store.catalog().find(session.id()).orElseThrow().status())
                    .isEqualTo(status));
  }

  /** Writes an event behind those that the source has. */
  private void write(SessionEvent event) {
    var codec = EventCodec.standard();
    store
        .jdbc()
        .run(
            connection -> {
              try (var insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, codec.manifest(event));
                insert.setBytes(2, codec.encode(event));
                return insert.executeUpdate();
              }
            });
  }

  private static TurnOutcome value(String json) {
    return new TurnOutcome.Finished(Content.inline(json));
  }

  @Test
  void aForkGoesOnWithTheVariablesWhileTheSourceSleepsAndItsJournalStaysAsItIs() {
    var source = source();
    run(source, 1, "set x 41", "final x");
    source.kill();
    long events = store.journal().highest(SOURCE);
    var heir = rig.wake(HEIR);

    assertThat(fork(heir, Optional.empty())).isEqualTo(new Done(HEIR, SessionStatus.IDLE));
    assertThat(fork(heir, Optional.empty())).isEqualTo(new Done(HEIR, SessionStatus.IDLE));
    assertThat(run(heir, 1, "set y 1", "final x").outcome()).isEqualTo(value("41"));

    assertThat(store.journal().highest(SOURCE)).isEqualTo(events);
    assertThat(run(rig.wake(SOURCE), 2, "final y").outcome()).isEqualTo(value("y"));
    assertThat(StoreCheck.of(store).run()).isEmpty();
  }

  @Test
  void wreckageIsEvaluatedAgainWithTheRandomNumbersOfTheSessionThatMadeIt() {
    var source = source();
    source.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("seed r");
    models.next();
    var cancelled = source.reply(to -> new SessionCommand.CancelTurn(1, to));
    var wreckage = settled(cancelled).head();
    assertThat(refusal(fork(rig.wake(HEIR), Optional.empty())).kind()).isEqualTo(Kind.UnknownHead);

    var heir = rig.wake(new SessionId("heir-2"));
    fork(heir, wreckage);
    assertThat(run(heir, 1, "final r").outcome().terminal()).isEqualTo(TurnStatus.FINAL);
    heir.kill();
    heir = rig.wake(heir.id());
    assertThat(run(heir, 2, "final r").outcome().terminal()).isEqualTo(TurnStatus.FINAL);
  }

  @Test
  void aRefusedForkLeavesNothing() {
    var refused = fork(rig.wake(HEIR), Optional.empty());
    assertThat(refusal(refused).kind()).isEqualTo(Kind.UnknownSession);
    assertThat(refusal(refused).message()).contains("there is no session source");
    assertThat(store.journal().sessions()).isEmpty();
  }

  @Test
  void aPauseSurvivesTheNodeAndTheTurnGoesOnWhereItWasHeld() {
    var source = source();
    source.submit(TurnRequest.of("r-1", "task"));
    var call = models.next();
    assertThat(source.reply(SessionCommand.PauseSession::new))
        .isEqualTo(new Done(SOURCE, SessionStatus.PAUSE_REQUESTED));
    call.cell("set x 1");
    awaitListed(source, SessionStatus.PAUSED);
    source.kill();

    source = rig.wake(SOURCE);
    assertThat(source.reply(SessionCommand.DescribeSession::new))
        .isInstanceOfSatisfying(
            SessionReply.Described.class,
            described -> assertThat(described.status()).isEqualTo(SessionStatus.PAUSED));
    int asked = models.asked().size();
    source.reply(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
    models.next().cell("final x");
    var result = source.result(1);
    assertThat(result.outcome()).isEqualTo(value("1"));
    assertThat(result.spend().lost()).isZero();
    assertThat(models.asked()).hasSize(asked + 1);
  }

  @Test
  void aPurgedSessionIsGoneWithItsRowAndItsIdStartsAnewWhileItsForkStays() throws Exception {
    var source = source();
    run(source, 1, "set x 41", "final x");
    var heir = rig.wake(HEIR);
    fork(heir, Optional.empty());

    assertThat(source.reply(SessionCommand.PurgeSession::new))
        .isEqualTo(new Done(SOURCE, SessionStatus.PURGED));

    assertThat(rig.nextSleeper()).isEqualTo(source.actor());
    assertThat(store.journal().sessions()).containsExactly(HEIR);
    assertThat(store.catalog().find(SOURCE)).isEmpty();
    assertThat(refusal(source.start(rig.spec(10))).kind()).isEqualTo(Kind.NotStored);
    source.kill();
    source = rig.wake(SOURCE);
    assertThat(refusal(source.reply(SessionCommand.DescribeSession::new)).kind())
        .isEqualTo(Kind.UnknownSession);
    source.start(rig.spec(5));
    assertThat(run(source, 1, "final x").outcome()).isEqualTo(value("x"));
    assertThat(run(heir, 1, "final x").outcome()).isEqualTo(value("41"));
    assertThat(StoreCheck.of(store).run()).isEmpty();
  }

  @Test
  void aSessionWithWorkIsNotPurged() {
    var source = source();
    source.submit(TurnRequest.of("r-1", "task"));
    models.next();
    assertThat(refusal(source.reply(SessionCommand.PurgeSession::new)).kind())
        .isEqualTo(Kind.TurnInFlight);
  }

  @Test
  void aRemovalThatANodeDidNotFinishIsFinishedByTheNext() throws Exception {
    var source = source();
    run(source, 1, "final 1");
    source.kill();
    write(new SessionEvent.SessionPurged(SOURCE, SessionRig.NOW));

    source = rig.wake(SOURCE);

    assertThat(rig.nextSleeper()).isEqualTo(source.actor());
    assertThat(store.journal().sessions()).isEmpty();
  }
}
