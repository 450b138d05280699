package dev.fractal.persistence.catalog;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class H2CatalogTest extends CatalogContract {
  private final Store store;

  H2CatalogTest(@TempDir Path directory) {
    store = Store.openNode(TestStores.h2(directory));
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
