package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.session.LyingKernels.Mood;
import dev.fractal.session.SessionRig.Lent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A session on a store that is damaged in one way, and can be repaired: two turns are over, and it
 * was killed in its third one.
 */
final class DamagedSession implements AutoCloseable {
  static final SessionId ID = new SessionId("s-1");

  /** Those that a row is written with; the others are made from them. */
  private static final String COLUMNS =
      "\"ordering\", \"persistence_id\", \"sequence_number\", \"deleted\", \"writer\","
          + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
          + " \"event_ser_manifest\", \"meta_payload\", \"meta_ser_id\","
          + " \"meta_ser_manifest\"";

  private static final String OF_IT = " WHERE \"persistence_id\" = 'Session|s-1'";
  private static final int MESSAGE_CHARS = 5_000;

  final LyingKernels kernels = new LyingKernels(new FakeKernelFactory());
  final Store store;
  final SessionRig rig;
  private volatile boolean answers;

  /** What is wrong with the store, or with what evaluates again. */
  enum Damage {
    DIVERGED("ReplDiverged", 2),
    VARIABLE("ReplBroken", 1),
    MESSAGE("PayloadUnavailable", 1),
    GAP("JournalGap", 1),
    UNREADABLE("UnreadableEvent", 1),
    MISFIT("JournalMisfit", 2),
    BARRED("Barred", 2);

    /** What the session says. */
    final String type;

    /** The turn of the newest head that can be restored. */
    final int good;

    Damage(String type, int good) {
      this.type = type;
      this.good = good;
    }

    boolean isOfTexts() {
      return this == VARIABLE || this == MESSAGE;
    }
  }

  DamagedSession(Path directory) {
    store = Store.openNode(TestStores.h2(directory));
    rig = SessionRig.on(store, Lent.of(TestModels.scripted(this::answer), kernels));
    var session = rig.wake(ID);
    session.start(rig.spec(10));
    run(session, 1);
    run(session, 2);
    session.submit(request(3));
    rig.await(() -> assertThat(journal()).anyMatch(DamagedSession::isLastReply));
    session.kill();
    answers = true;
    execute("CREATE TABLE \"kept_rows\" AS SELECT * FROM \"event_journal\"");
    execute("CREATE TABLE \"kept_texts\" AS SELECT * FROM \"payload\"");
  }

  private static boolean isLastReply(JournalEntry entry) {
    return entry.event() instanceof SessionEvent.ModelReplied reply
        && reply.turn() == 3
        && reply.step() == 2;
  }

  /** Two steps set a variable that lies apart, the third one ends the turn. */
  private CompletableFuture<ModelReply> answer(ModelRequest request) {
    int turn = Integer.parseInt(request.key().value().replaceAll(".*/t(\\d+)/.*", "$1"));
    if (turn == 3 && request.step() == 3 && !answers) {
      return new CompletableFuture<>();
    }
    var value = "\"" + "v".repeat(Content.INLINE_LIMIT + turn) + "\"";
    return CompletableFuture.completedFuture(
        TestModels.reply(
            request.step() < 3
                ? TestModels.cellOf("set v" + turn + " " + value)
                : TestModels.cellOf("final " + turn)));
  }

  /** The second message is so long that it lies apart. */
  private TurnRequest request(int turn) {
    var plain = TurnRequest.of("r-" + turn, "task " + turn);
    return turn == 2
        ? new TurnRequest(
            plain.requestId(),
            rig.payloads().keep("m".repeat(MESSAGE_CHARS)),
            plain.inputs(),
            plain.models(),
            plain.maxSteps(),
            plain.timeout(),
            plain.schema())
        : plain;
  }

  TurnResult run(LiveSession session, int turn) {
    return settled(get(session.run(request(turn))));
  }

  List<JournalEntry> journal() {
    return store.journal().read(ID, 1, Long.MAX_VALUE);
  }

  SessionStatus listed() {
    return store.catalog().find(ID).orElseThrow().status();
  }

  /** The head that a turn ended with, as it was before the damage. */
  Head head(int turn) {
    return journal().stream()
        .filter(entry -> entry.event() instanceof HeadPublished)
        .map(entry -> ((HeadPublished) entry.event()).head())
        .filter(head -> head.turn() == turn)
        .findFirst()
        .orElseThrow();
  }

  int execute(String sql) {
    return store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
              }
            });
  }

  void damage(Damage damage) {
    int changed =
        switch (damage) {
          case DIVERGED -> {
            kernels.are(Mood.LYING);
            yield 1;
          }
          case VARIABLE -> damageTexts(Content.INLINE_LIMIT + 2 + 2);
          case MESSAGE -> damageTexts(MESSAGE_CHARS);
          case GAP -> execute("DELETE FROM \"event_journal\"" + row(inTurn(2)));
          case UNREADABLE ->
              execute("UPDATE \"event_journal\" SET \"event_payload\" = X'00'" + row(inTurn(2)));
          case MISFIT -> addFirstRowAgain("\"event_ser_id\"");
          case BARRED -> addFirstRowAgain("4711");
        };
    assertThat(changed).as("rows changed by %s", damage).isPositive();
  }

  private long inTurn(int turn) {
    return head(turn - 1).toEvent() + 5;
  }

  /** The row that holds an event. */
  static String row(long event) {
    return OF_IT
        + " AND \"sequence_number\" = (SELECT MAX(\"sequence_number\") FROM \"event_journal\""
        + OF_IT
        + " AND \"sequence_number\" <= "
        + event
        + ")";
  }

  private int damageTexts(int chars) {
    return execute("UPDATE \"payload\" SET \"body\" = X'00' WHERE \"chars\" = " + chars);
  }

  private int addFirstRowAgain(String serializer) {
    return execute(
        "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"deleted\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\") SELECT \"persistence_id\", "
            + (store.journal().highest(ID) + 1)
            + ", FALSE, \"writer\", \"write_timestamp\", \"adapter_manifest\","
            + " \"event_payload\", "
            + serializer
            + ", \"event_ser_manifest\" FROM \"event_journal\""
            + OF_IT
            + " AND \"sequence_number\" = 1");
  }

  void repair(Damage damage) {
    kernels.are(Mood.HONEST);
    if (damage.isOfTexts()) {
      execute("DELETE FROM \"payload\"");
      execute("INSERT INTO \"payload\" SELECT * FROM \"kept_texts\"");
    } else if (damage != Damage.DIVERGED) {
      execute("DELETE FROM \"event_journal\"" + OF_IT);
      execute(
          "INSERT INTO \"event_journal\" (%1$s) SELECT %1$s FROM \"kept_rows\"".formatted(COLUMNS));
    }
  }

  @Override
  public void close() {
    kernels.open();
    rig.close();
    store.close();
  }
}
