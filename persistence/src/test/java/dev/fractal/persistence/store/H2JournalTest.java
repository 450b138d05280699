package dev.fractal.persistence.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class H2JournalTest extends JournalContract {
  @TempDir Path directory = Path.of(".");

  @Override
  StoreConfig config() {
    return TestStores.h2(directory);
  }

  @Override
  String oneByte() {
    return "X'00'";
  }
}
