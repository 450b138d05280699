package dev.fractal.persistence.catalog;

import dev.fractal.protocol.SessionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The catalog as a map, for tests. */
public final class InMemoryCatalog implements Catalog {
  private static final Comparator<CatalogRow> BY_ID =
      Comparator.comparing(row -> row.session().value());

  private final Map<SessionId, CatalogRow> rows = new ConcurrentHashMap<>();

  @Override
  public void upsert(List<CatalogRow> newer) {
    newer.forEach(this::keep);
  }

  private void keep(CatalogRow row) {
    rows.merge(row.session(), row, (old, now) -> old.sequence() > now.sequence() ? old : now);
  }

  @Override
  public Optional<CatalogRow> find(SessionId session) {
    return Optional.ofNullable(rows.get(session));
  }

  @Override
  public List<CatalogRow> list(int limit) {
    return rows.values().stream()
        .sorted(Comparator.comparing(CatalogRow::changed).reversed().thenComparing(BY_ID))
        .limit(limit)
        .toList();
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return rows.values().stream()
        .filter(row -> row.family().root().equals(root))
        .sorted(Comparator.comparing(CatalogRow::started).thenComparing(BY_ID))
        .toList();
  }
}
