package dev.fractal.persistence.catalog;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import org.junit.jupiter.api.AfterEach;

final class PostgresCatalogTest extends CatalogContract {
  private final Store store;

  PostgresCatalogTest() {
    store = Store.openNode(TestStores.postgres());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected Catalog catalog() {
    return store.catalog();
  }
}
