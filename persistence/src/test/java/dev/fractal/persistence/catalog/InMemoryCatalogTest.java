package dev.fractal.persistence.catalog;

final class InMemoryCatalogTest extends CatalogContract {
  private final Catalog catalog = new InMemoryCatalog();

  @Override
  protected Catalog catalog() {
    return catalog;
  }
}
