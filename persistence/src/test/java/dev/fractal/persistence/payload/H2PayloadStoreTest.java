package dev.fractal.persistence.payload;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class H2PayloadStoreTest extends PayloadStoreContract {
  private final Store store;

  H2PayloadStoreTest(@TempDir Path directory) {
    store = Store.openNode(TestStores.h2(directory));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Override
  protected PayloadStore store() {
    return store.payloads();
  }
}
