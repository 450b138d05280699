package dev.fractal.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted of wakes, on both databases. */
final class WakesTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final SessionId OTHER = new SessionId("s-2");

  @TempDir private Path directory;

  private List<StoreConfig> stores() {
    return List.of(TestStores.h2(directory), TestStores.postgres());
  }

  private static Wakes.Tries tries(int tries) {
    return new Wakes.Tries(tries, Optional.empty());
  }

  @Test
  void triesAreCountedUntilTheSessionComesToLife() {
    for (var config : stores()) {
      try (var store = Store.openNode(config)) {
        var wakes = store.wakes();
        wakes.count(List.of(ID));
        wakes.count(List.of(ID, OTHER));
        assertThat(wakes.find(List.of(ID, OTHER))).isEqualTo(Map.of(ID, tries(2), OTHER, tries(1)));

        wakes.clear(List.of(ID));

        assertThat(wakes.find(List.of(ID, OTHER))).isEqualTo(Map.of(OTHER, tries(1)));
      }
    }
  }

  @Test
  void manySessionsAreCountedAtOnce() {
    var many = IntStream.range(0, 1_234).mapToObj(i -> new SessionId("m-" + i)).toList();
    for (var config : stores()) {
      try (var store = Store.openNode(config)) {
        store.wakes().count(many);
        assertThat(store.wakes().find(many)).hasSize(1_234);
        store.wakes().clear(many);
        assertThat(store.wakes().find(many)).isEmpty();
      }
    }
  }

  @Test
  void aSessionThatIsBarredIsListedAsQuarantinedAndNoLongerUnfinished() {
    for (var config : stores()) {
      try (var store = Store.openNode(config)) {
        store.catalog().upsert(running());
        assertThat(store.unfinished().find()).containsExactly(ID);

        store.wakes().bar(ID, "it ends its process");

        assertThat(store.wakes().find(List.of(ID)))
            .isEqualTo(Map.of(ID, new Wakes.Tries(0, Optional.of("it ends its process"))));
        assertThat(store.catalog().find(ID))
            .hasValueSatisfying(
                row -> assertThat(row.status()).isEqualTo(SessionStatus.QUARANTINED));
        assertThat(store.unfinished().find()).isEmpty();
      }
    }
  }

  /** Those would be looked at before all others, for ever. */
  @Test
  void aSessionThatIsBarredIsNotDue() {
    for (var config : stores()) {
      try (var store = Store.openNode(config)) {
        var due = Instant.EPOCH.plusSeconds(5);
        var running = running();
        store
            .catalog()
            .upsert(
                new CatalogRow(
                    ID,
                    running.sequence(),
                    SessionStatus.WAITING,
                    running.family(),
                    running.progress(),
                    new CatalogRow.Waiting(Optional.of(due), List.of()),
                    Instant.EPOCH,
                    Instant.EPOCH));
        assertThat(store.catalog().due(due, 9)).hasSize(1);

        store.wakes().bar(ID, "it ends its process");

        assertThat(store.catalog().due(due, 9)).isEmpty();
      }
    }
  }

  private static CatalogRow running() {
    var family = new CatalogRow.Family(Optional.empty(), ID);
    var progress = new CatalogRow.Progress(0, Quantity.of(0), Optional.empty());
    return new CatalogRow(
        ID, 3, SessionStatus.RUNNING, family, progress, Instant.EPOCH, Instant.EPOCH);
  }
}
