package dev.fractal.persistence.store;

final class PostgresJournalTest extends JournalContract {
  @Override
  StoreConfig config() {
    return TestStores.postgres();
  }

  @Override
  String oneByte() {
    return "'\\x00'";
  }
}
