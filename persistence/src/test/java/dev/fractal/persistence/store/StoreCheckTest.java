package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.EventCodec;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.journal.SessionEventSerializer;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.SessionEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreCheckTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final SessionId SOUND = new SessionId("sound");
  private static final SessionId OTHER = new SessionId("other");
  private static final String TEXT = "a large text ".repeat(60_000);
  private static final PayloadId PAYLOAD = PayloadId.of(TEXT);

  private Store store;

  @BeforeEach
  void fill(@TempDir Path directory) throws SQLException {
    store = Store.openNode(TestStores.h2(directory));
    store.payloads().put(TEXT);
    for (var session : List.of(SOUND, OTHER)) {
      write(session, events(session));
      catalogue(session, 4);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<SessionEvent> events(SessionId session) {
    var request =
        new TurnRequest(
            "r",
            Content.inline("hello"),
            Map.of("doc", new InputRef(PAYLOAD, TEXT.length())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var head =
        Head.of(session, Head.Kind.TURN_FINAL, Optional.empty(), 1, 1, 3, Map.of("x", "sha256:x"));
    return List.of(
        new SessionEvent.TurnOpened(1, request, AT),
        new SessionEvent.ModelReplied(
            1, 1, new Content.Stored(PAYLOAD, TEXT.length()), Usage.ZERO, 0, AT),
        new SessionEvent.StopRequested(AT),
        new SessionEvent.HeadPublished(head, AT));
  }

  @Test
  void aSoundStoreHasNoFindings() {
    assertThat(StoreCheck.of(store).run()).isEmpty();
  }

  @Test
  void findsADeletedRow() {
    execute(
        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = 'Session|other' AND"
            + " \"sequence_number\" = 3");

    assertThat(StoreCheck.of(store).run())
        .containsExactly(new StoreFinding(OTHER, "the journal lacks events 3 to 3"));
  }

  @Test
  void findsALostTailByTheCatalog() {
    execute(
        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = 'Session|other' AND"
            + " \"sequence_number\" = 4");

    assertThat(StoreCheck.of(store).run())
        .containsExactly(
            new StoreFinding(OTHER, "the catalog has seen event 4 but the journal ends at 3"));
  }

  @Test
  void findsALostJournalByTheCatalog() {
    execute("DELETE FROM \"event_journal\" WHERE \"persistence_id\" = 'Session|other'");

    assertThat(StoreCheck.of(store).run())
        .containsExactly(
            new StoreFinding(OTHER, "the catalog has seen event 4 but the journal ends at 0"));
  }

  @Test
  void findsAFlippedByteInAPayloadAndReadingItFailsWhileOthersAreFine() {
    var fine = store.payloads().put("fine ".repeat(2000));
    flipByteOf(PAYLOAD, 1);

    assertThat(StoreCheck.of(store).run())
        .hasSize(4)
        .allSatisfy(
            finding ->
                assertThat(finding.problem())
                    .endsWith("payload " + PAYLOAD + " is damaged in part 1"));
    assertThatThrownBy(() -> store.payloads().get(PAYLOAD))
        .isInstanceOf(PayloadUnavailable.class)
        .hasMessage("payload " + PAYLOAD + " is damaged in part 1");
    var opened = store.payloads().open(PAYLOAD);
    assertThat(opened.slice(0, 5)).isEqualTo("a lar");
    assertThatThrownBy(() -> opened.slice(300_000, 300_001)).isInstanceOf(PayloadUnavailable.class);
    assertThat(store.payloads().get(fine)).startsWith("fine fine");
  }

  @Test
  void findsALostPart() {
    execute("DELETE FROM \"payload\" WHERE \"part\" = 2");

    assertThat(StoreCheck.of(store).run(OTHER))
        .extracting(StoreFinding::problem)
        .contains("event 2: payload " + PAYLOAD + " has 2 of 3 parts");
    assertThatThrownBy(() -> store.payloads().open(PAYLOAD)).isInstanceOf(PayloadUnavailable.class);
  }

  @Test
  void findsADanglingReferenceAndAWrongLength() throws SQLException {
    var absent = PayloadId.of("never stored");
    var third = new SessionId("third");
    write(
        third,
        List.of(
            new SessionEvent.ModelReplied(1, 1, new Content.Stored(absent, 12), Usage.ZERO, 0, AT),
            new SessionEvent.ModelReplied(
                1, 2, new Content.Stored(PAYLOAD, 7), Usage.ZERO, 0, AT)));

    assertThat(StoreCheck.of(store).run())
        .containsExactly(
            new StoreFinding(third, "event 1: payload " + absent + " is not in the store"),
            new StoreFinding(
                third,
                "event 2: payload " + PAYLOAD + " has " + TEXT.length() + " characters, not 7"));
  }

  @Test
  void findsAPayloadOfAnotherAddress() {
    var wrong = PayloadId.of("another");
    execute("UPDATE \"payload\" SET \"id\" = '" + wrong + "'");

    assertThatThrownBy(() -> store.payloads().get(wrong))
        .isInstanceOf(PayloadUnavailable.class)
        .hasMessage("payload " + wrong + " does not match its address");
  }

  @Test
  void findsAnUnreadableEvent() {
    execute(
        "UPDATE \"event_journal\" SET \"event_ser_manifest\" = 'later/7' WHERE \"persistence_id\" ="
            + " 'Session|other' AND \"sequence_number\" = 3");

    assertThat(StoreCheck.of(store).run())
        .containsExactly(
            new StoreFinding(
                OTHER,
                "event 3: event later/7 is no event that this version knows; use the version that"
                    + " wrote it"));
  }

  @Test
  void findsAHeadThatDoesNotMatchItsAddress() throws SQLException {
    var forger = new SessionId("forger");
    write(forger, List.of(events(SOUND).getLast()));

    assertThat(StoreCheck.of(store).run())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.problem())
                    .startsWith("event 1: head sha256:")
                    .endsWith("does not match its address"));
  }

  private void write(SessionId session, List<SessionEvent> events) throws SQLException {
    var codec = EventCodec.standard();
    var sql =
        "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
            + " \"write_timestamp\", \"adapter_manifest\", \"event_ser_id\","
            + " \"event_ser_manifest\", \"event_payload\") VALUES (?, ?, 'w', 0, '', ?, ?, ?)";
    try (var connection = store.dataSource().getConnection();
        var insert = connection.prepareStatement(sql)) {
      for (var event : events) {
        insert.setString(1, JournalReader.persistenceId(session));
        insert.setLong(2, events.indexOf(event) + 1L);
        insert.setInt(3, SessionEventSerializer.IDENTIFIER);
        insert.setString(4, codec.manifest(event));
        insert.setBytes(5, codec.encode(event));
        insert.executeUpdate();
      }
    }
  }

  private void catalogue(SessionId session, long sequence) {
    store
        .catalog()
        .upsert(
            new CatalogRow(
                session,
                sequence,
                SessionStatus.IDLE,
                new CatalogRow.Family(Optional.empty(), session),
                new CatalogRow.Progress(1, Quantity.zero(), Optional.empty()),
                AT,
                AT));
  }

  private void flipByteOf(PayloadId id, int part) {
    store
        .jdbc()
        .run(
            connection -> {
              var where = " WHERE \"id\" = '" + id + "' AND \"part\" = " + part;
              try (var query = connection.createStatement();
                  var row = query.executeQuery("SELECT \"body\" FROM \"payload\"" + where);
                  var update =
                      connection.prepareStatement("UPDATE \"payload\" SET \"body\" = ?" + where)) {
                row.next();
                var body = row.getBytes(1);
                body[body.length / 2] ^= 1;
                update.setBytes(1, body);
                return update.executeUpdate();
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
