package dev.fractal.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.protocol.event.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchFormTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final EventCodec CODEC = EventCodec.standard();
  private static final List<SessionEvent> SAMPLES = SampleEvents.all();
  private final BatchForm form = new BatchForm(CODEC);

  @Test
  void aBatchIsReadAsItWasWritten() {
    var events = SAMPLES.subList(3, 7);
    var batch = new EventBatch(events);

    assertThat(form.decode(form.manifest(batch), form.encode(batch))).isEqualTo(events);
    assertThat(BatchForm.count(form.manifest(batch))).isEqualTo(4);
  }

  @Test
  void oneEventIsStoredAsBefore() {
    var event = SAMPLES.getFirst();

    assertThat(form.decode(CODEC.manifest(event), CODEC.encode(event))).containsExactly(event);
    assertThat(BatchForm.count(CODEC.manifest(event))).isEqualTo(1);
  }

  @Test
  void whateverBecomesOfItsBytesARowKeepsItsNumberOfEvents() {
    var batch = new EventBatch(SAMPLES.subList(0, 3));
    var manifest = form.manifest(batch);
    var bytes = form.encode(batch);

    for (int length = 0; length < bytes.length; length++) {
      var events = form.decode(manifest, Arrays.copyOf(bytes, length));
      assertThat(events).hasSize(3);
      assertThat(events.getLast()).isInstanceOf(SessionEvent.Unreadable.class);
    }
    assertThat(form.decode(manifest, Arrays.copyOf(bytes, bytes.length + 1)))
        .hasSize(3)
        .allMatch(SessionEvent.Unreadable.class::isInstance);
  }

  @Test
  void anEventOfALaterVersionLeavesTheOthersReadable() {
    var batch = new EventBatch(SAMPLES.subList(0, 3));
    var parts = form.manifest(batch).split("\\+", -1);

    var events = form.decode(parts[0] + "+later/7+" + parts[2], form.encode(batch));

    assertThat(events.get(0)).isEqualTo(SAMPLES.get(0));
    assertThat(events.get(1)).isInstanceOf(SessionEvent.Unreadable.class);
    assertThat(events.get(2)).isEqualTo(SAMPLES.get(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void rowsHoldAllEventsInOrderAndTheirManifestsFitTheColumn(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 200; round++) {
      var events =
          IntStream.rangeClosed(0, random.nextInt(50))
              .mapToObj(_ -> SAMPLES.get(random.nextInt(SAMPLES.size())))
              .toList();

      var rows = EventBatch.rows(CODEC, events);

      assertThat(rows.stream().flatMap(List::stream)).isEqualTo(events);
      for (var row : rows) {
        assertThat(row).hasSizeBetween(1, EventBatch.MOST);
        if (row.size() > 1) {
          assertThat(form.manifest(new EventBatch(row))).hasSizeLessThanOrEqualTo(255);
        }
      }
    }
  }

  @Test
  void aBatchHasTwoEventsOrMore() {
    assertThatThrownBy(() -> new EventBatch(SAMPLES.subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    var many = Collections.nCopies(EventBatch.MOST + 1, SAMPLES.getFirst());
    assertThatThrownBy(() -> new EventBatch(many)).isInstanceOf(IllegalArgumentException.class);
  }

  /** A row as the first version with batches wrote it; never edited. */
  @Test
  void theGoldenRowIsReadable() throws IOException {
    var file = GOLDEN.resolve("batch-1.row");
    var names = GOLDEN.resolve("batch-1.manifest");
    var batch = new EventBatch(SAMPLES.subList(0, 4));
    if (Boolean.getBoolean("fractal.golden.write-missing") && Files.notExists(file)) {
      Files.write(file, form.encode(batch));
      Files.writeString(names, form.manifest(batch));
    }

    var manifest = Files.readString(names);

    assertThat(form.decode(manifest, Files.readAllBytes(file)))
        .hasSize(BatchForm.count(manifest))
        .noneMatch(SessionEvent.Unreadable.class::isInstance);
    if (manifest.equals(form.manifest(batch))) {
      assertThat(form.encode(batch)).isEqualTo(Files.readAllBytes(file));
    }
  }
}
