package dev.fractal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {
  private static final ObjectMapper CBOR = StoredForm.mapper();
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final SessionEvent OPENED =
      new SessionEvent.TurnOpened(1, TurnRequest.of("r", "hello"), AT);
  private final EventCodec codec = EventCodec.standard();

  static Stream<SessionEvent> events() {
    return Stream.concat(SampleEvents.all().stream(), Stream.of(OPENED, SampleEvents.aborted()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrote(SessionEvent event) {
    assertThat(codec.decode(codec.manifest(event), codec.encode(event))).isEqualTo(event);
  }

  @Test
  void namesTheTypeAndTheVersion() {
    assertThat(codec.manifest(OPENED)).isEqualTo("turn-opened/3");
  }

  @Test
  void storesNoClassNames() {
    for (var event : SampleEvents.all()) {
      assertThat(new String(codec.encode(event), StandardCharsets.ISO_8859_1))
          .doesNotContain("dev.fractal");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-event/1", "turn-opened/4", "turn-opened", "turn-opened/x", ""})
  void anUnknownTypeOrVersionIsUnreadable(String manifest) {
    assertThat(codec.decode(manifest, codec.encode(OPENED)))
        .isInstanceOfSatisfying(
            SessionEvent.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.manifest()).isEqualTo(manifest);
              assertThat(unreadable.at()).isEqualTo(Instant.EPOCH);
              assertThat(unreadable.problem()).startsWith("event " + manifest);
            });
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyTruncationIsUnreadable(SessionEvent event) {
    var bytes = codec.encode(event);

    for (int length = 0; length < bytes.length; length++) {
      assertThat(codec.decode(codec.manifest(event), Arrays.copyOf(bytes, length)))
          .isInstanceOf(SessionEvent.Unreadable.class);
    }
    assertThat(codec.decode(codec.manifest(event), Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(SessionEvent.Unreadable.class);
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyMissingFieldIsUnreadable(SessionEvent event) throws IOException {
    var fields = (ObjectNode) CBOR.readTree(codec.encode(event));

    for (var name : fields.properties().stream().map(field -> field.getKey()).toList()) {
      var without = fields.deepCopy();
      without.remove(name);
      assertThat(codec.decode(codec.manifest(event), CBOR.writeValueAsBytes(without)))
          .as(name)
          .isInstanceOf(SessionEvent.Unreadable.class);
    }
  }

  @Test
  void aMissingOptionalOrCollectionIsUnreadableToo() throws IOException {
    for (var name : List.of("inputs", "models", "maxSteps", "approve")) {
      assertThat(changed(fields -> request(fields).remove(name)))
          .as(name)
          .isInstanceOf(SessionEvent.Unreadable.class);
    }
    assertThat(changed(fields -> request(fields).putNull("inputs")))
        .isInstanceOf(SessionEvent.Unreadable.class);
    assertThat(changed(fields -> fields.putNull("turn")))
        .isInstanceOf(SessionEvent.Unreadable.class);
  }

  @Test
  void anAdditionalFieldIsIgnored() throws IOException {
    assertThat(changed(fields -> fields.put("later", 1))).isEqualTo(OPENED);
  }

  @Test
  void anOlderVersionIsMigratedStepByStep() throws IOException {
    var migrating =
        new EventCodec(
            List.of(
                new EventMigration("turn-opened", 2, fields -> renamed(fields, "t", "turn")),
                new EventMigration("turn-opened", 1, fields -> renamed(fields, "n", "t"))));
    var old = renamed((ObjectNode) CBOR.readTree(codec.encode(OPENED)), "turn", "n");

    assertThat(migrating.decode("turn-opened/1", CBOR.writeValueAsBytes(old))).isEqualTo(OPENED);
    assertThat(migrating.manifest(OPENED)).isEqualTo("turn-opened/3");
    assertThat(migrating.decode("turn-opened/3", migrating.encode(OPENED))).isEqualTo(OPENED);
  }

  @Test
  void aMigrationKeepsEveryFieldExactly() {
    for (var event : SampleEvents.all()) {
      var name = codec.manifest(event).replaceFirst("/.*", "");
      var migrating = new EventCodec(List.of(new EventMigration(name, 1, fields -> fields)));

      assertThat(migrating.decode(name + "/1", codec.encode(event))).isEqualTo(event);
    }
  }

  @Test
  void anUnreadableEventIsNeverWritten() {
    assertThatThrownBy(() -> codec.encode(new SessionEvent.Unreadable("x/1", "is odd", AT)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private SessionEvent changed(Consumer<ObjectNode> change) throws IOException {
    var fields = (ObjectNode) CBOR.readTree(codec.encode(OPENED));
    change.accept(fields);
    return codec.decode("turn-opened/3", CBOR.writeValueAsBytes(fields));
  }

  private static ObjectNode request(ObjectNode fields) {
    return (ObjectNode) fields.get("request");
  }

  private static ObjectNode renamed(ObjectNode fields, String from, String to) {
    return fields.set(to, fields.remove(from));
  }
}
