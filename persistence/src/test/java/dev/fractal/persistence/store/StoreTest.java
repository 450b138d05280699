package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.database.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {
  private static final StoreConfig.Pages PAGES = new StoreConfig.Pages(1 << 20, 4096);
  private static final StoreConfig.Pool SMALL = new StoreConfig.Pool(1, 2, Duration.ofSeconds(1));

  @TempDir Path directory;
  private StoreConfig.H2 config = new StoreConfig.H2(Path.of("."), Duration.ZERO, PAGES, SMALL);

  @BeforeEach
  void useTheDirectory() {
    config = config.withDirectory(directory.resolve("data"));
  }

  @Test
  void opensWhatItMadeAgain() {
    try (var store = Store.openNode(config)) {
      store.payloads().put("kept");
    }
    try (var node = Store.openNode(config)) {
      assertThat(node.payloads().get(node.payloads().put("kept"))).isEqualTo("kept");
    }
    try (var reader = Store.openReader(config)) {
      assertThat(reader.journal().sessions()).isEmpty();
    }
  }

  @Test
  void aReaderNeverMakesAStore() {
    assertThatThrownBy(() -> Store.openReader(config))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("no store in " + config.directory())
        .hasMessageContaining("the first session makes one");
    assertThat(config.directory()).doesNotExist();

    var postgres = TestStores.postgres();
    assertThatThrownBy(() -> Store.openReader(postgres))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("no store at jdbc:postgresql:");
  }

  @Test
  void saysWhichProcessHasTheStore() throws Exception {
    try (var child = ChildJvm.start("128m", HoldingProcess.class, config.directory().toString());
        var output = child.output()) {
      assertThat(output.readLine()).startsWith("open ");

      assertThatThrownBy(() -> Store.openReader(config))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith(
              "the store in " + config.directory() + " is in use by process " + child.pid())
          .hasMessageContaining(HoldingProcess.class.getName())
          .hasMessageContaining(" since 20");

      child.kill();
      child.await();
    }
    Store.openNode(config).close();
  }

  @Test
  void waitsForTheHolderToLeave() throws Exception {
    var waiting = new StoreConfig.H2(config.directory(), Duration.ofSeconds(20), PAGES, SMALL);
    var holder = Store.openNode(config);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var second = threads.submit(() -> Store.openNode(waiting));
      holder.close();
      second.get().close();
    }
  }

  @Test
  void refusesAStoreOfANewerVersion() {
    for (var written : Stream.of(config, TestStores.postgres()).toList()) {
      try (var store = Store.openNode(written)) {
        execute(store, "INSERT INTO \"fractal_schema\" (\"version\") VALUES (99)");
      }

      for (Callable<Store> opening :
          Stream.<Callable<Store>>of(() -> Store.openNode(written), () -> Store.openReader(written))
              .toList()) {
        assertThatThrownBy(opening::call)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(
                "was written by a newer version (schema 99, this one knows " + Schema.VERSION + ")")
            .hasMessageEndingWith("use the newer fractal");
      }
    }
    assertThat(config.directory().resolve("store.mv.db")).exists();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsOneSentence() throws IOException {
    var file = Files.writeString(directory.resolve("file"), "not a directory");

    assertThatThrownBy(() -> Store.openNode(config.withDirectory(file.resolve("data"))))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store in " + file.resolve("data") + " cannot be written")
        .hasMessageEndingWith("choose a directory that you can write");
  }

  @Test
  void aFileThatIsNoStoreIsOneSentence() throws IOException {
    Files.createDirectories(config.directory());
    var file = config.directory().resolve("store.mv.db");
    Files.writeString(file, "something else ".repeat(1000));

    assertThatThrownBy(() -> Store.openNode(config))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be read: its file is damaged or of another format");
    assertThat(file).content().startsWith("something else");
  }

  @Test
  void aServerThatIsAwayOrRefusesIsOneSentence() {
    var away = new StoreConfig.Postgres("jdbc:postgresql://127.0.0.1:1/x?a=b", "u", "p", SMALL);
    var real = TestStores.postgres();
    var noDatabase =
        new StoreConfig.Postgres(
            real.url().replaceFirst("test\\d+", "absent"), "postgres", "", SMALL);

    assertThatThrownBy(() -> Store.openNode(away))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("the store at jdbc:postgresql://127.0.0.1:1/x cannot be reached");
    assertThatThrownBy(() -> Store.openNode(noDatabase))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("names a database that does not exist; create it first");
  }

  @Test
  void manyNodesMayMakeTheSchemaAtOnce() throws Exception {
    var shared = TestStores.postgres();
    var starts = new ArrayList<Callable<Store>>();
    for (int i = 0; i < 6; i++) {
      starts.add(() -> Store.openNode(shared));
    }

    try (var threads = Executors.newFixedThreadPool(starts.size())) {
      for (var opened : threads.invokeAll(starts)) {
        try (var store = opened.get()) {
          assertThat(store.catalog().list(1)).isEmpty();
        }
      }
    }
  }

  @Test
  void aDirectoryMayHaveAnOddName() {
    var odd = config.withDirectory(directory.resolve("a b=c ü%20'\""));

    Store.openNode(odd).close();

    assertThat(odd.directory().resolve("store.mv.db")).exists();
    for (var name : List.of("a;b", "a\\b")) {
      var refused = config.withDirectory(directory.resolve(name));
      assertThatThrownBy(() -> Store.openNode(refused))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("in its name; choose another one");
      assertThat(refused.directory()).doesNotExist();
    }
  }

  @Test
  void leavesNoThreadBehind() throws InterruptedException {
    Store.openNode(config).close();

    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().contains("fractal") || thread.getName().contains("H2 ")) {
        thread.join(5_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    var defaults = (StoreConfig.H2) StoreConfig.from(ConfigFactory.load());

    assertThat(defaults)
        .isEqualTo(
            new StoreConfig.H2(
                Path.of(".fractal"),
                Duration.ofSeconds(2),
                new StoreConfig.Pages(64 * 1024 * 1024, 16 * 1024),
                new StoreConfig.Pool(8, 4, Duration.ofSeconds(30))));
  }

  @Test
  void aBadKeyIsNamed() {
    assertThatThrownBy(() -> configured("fractal.store.h2.page = 1 MiB"))
        .hasMessageContaining("fractal.store.h2.page")
        .hasMessageContaining("must be from 1,024 to 65,536 bytes, not 1,048,576");
    assertThatThrownBy(() -> configured("fractal.store.pool.other = 0"))
        .hasMessageContaining("fractal.store.pool.other")
        .hasMessageContaining("must be 1 or more, not 0");
    assertThatThrownBy(() -> configured("fractal.store.kind = oracle"))
        .hasMessage("fractal.store.kind is 'oracle'; use h2 or postgres");
    assertThatThrownBy(() -> configured("fractal.store.h2.cache = much"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cache");
  }

  private static StoreConfig configured(String line) {
    return StoreConfig.from(ConfigFactory.parseString(line).withFallback(ConfigFactory.load()));
  }

  private static void execute(Store store, String sql) {
    store
        .jdbc()
        .run(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.execute(sql);
              }
            });
  }
}
