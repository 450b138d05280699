package dev.fractal.persistence.payload;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresPayloadStoreTest extends PayloadStoreContract {
  private final Store store;

  PostgresPayloadStoreTest() {
    store = Store.openNode(TestStores.postgres());
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
