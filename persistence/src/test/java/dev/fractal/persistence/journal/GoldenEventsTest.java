package dev.fractal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The golden files are the storage format: one sample per event and version, never edited, the JSON
 * beside each for human eyes. After adding an event or a version, run once with {@code
 * -Dfractal.golden.write-missing=true}; it writes missing files and never touches existing ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldenEventsTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final EventCodec CODEC = EventCodec.standard();

  static Stream<SessionEvent> samples() {
    return SampleEvents.all().stream();
  }

  @Test
  void everyStoredEventHasASample() {
    var sampled = samples().<Class<?>>map(SessionEvent::getClass);
    var stored =
        Stream.of(SessionEvent.class.getPermittedSubclasses())
            .<Class<?>>map(type -> type)
            .filter(type -> type != SessionEvent.Unreadable.class);

    assertThat(sampled).containsExactlyInAnyOrderElementsOf(stored.toList());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theGoldenFileIsReadAndWrittenUnchanged(SessionEvent sample) throws IOException {
    var manifest = CODEC.manifest(sample);
    var file = GOLDEN.resolve(manifest.replace('/', '-') + ".cbor");
    if (Boolean.getBoolean("fractal.golden.write-missing") && Files.notExists(file)) {
      write(file, CODEC.encode(sample));
    }

    var golden = Files.readAllBytes(file);

    assertThat(CODEC.decode(manifest, golden)).isEqualTo(sample);
    assertThat(CODEC.encode(sample)).isEqualTo(golden);
  }

  @Test
  void everyGoldenFileIsReadable() throws IOException {
    try (var files = Files.newDirectoryStream(GOLDEN, "*.cbor")) {
      for (var file : files) {
        var name = file.getFileName().toString().replace(".cbor", "");
        int version = name.lastIndexOf('-');
        var manifest = name.substring(0, version) + "/" + name.substring(version + 1);
        assertThat(CODEC.decode(manifest, Files.readAllBytes(file)))
            .as(manifest)
            .isNotInstanceOf(SessionEvent.Unreadable.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void turnsOfOlderVersionsNeedNoMoreApprovals(int version) throws IOException {
    var golden = Files.readAllBytes(GOLDEN.resolve("turn-opened-" + version + ".cbor"));

    var opened = (SessionEvent.TurnOpened) CODEC.decode("turn-opened/" + version, golden);

    assertThat(opened.request().approve()).isEmpty();
  }

  @Test
  void callsOfTheFirstVersionGoOnWhenAllOfThemHaveResults() throws IOException {
    var golden = Files.readAllBytes(GOLDEN.resolve("host-calls-requested-1.cbor"));

    var asked = (SessionEvent.HostCallsRequested) CODEC.decode("host-calls-requested/1", golden);

    assertThat(asked.delivery()).isEqualTo(Delivery.ALL);
    assertThat(asked.calls()).allMatch(call -> call.promise() == call.call());
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(GOLDEN);
    Files.write(file, bytes);
    var tree = StoredForm.mapper().readTree(bytes);
    var json = new ObjectMapper(new JsonFactory()).writerWithDefaultPrettyPrinter();
    var readable = file.resolveSibling(file.getFileName().toString().replace(".cbor", ".json"));
    Files.writeString(readable, json.writeValueAsString(tree) + "\n");
  }
}
