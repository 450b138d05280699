package dev.fractal.persistence.payload;

final class InMemoryPayloadStoreTest extends PayloadStoreContract {
  private final PayloadStore store = new InMemoryPayloadStore();

  @Override
  protected PayloadStore store() {
    return store;
  }
}
