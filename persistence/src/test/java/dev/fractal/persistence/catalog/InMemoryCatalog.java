package dev.fractal.persistence.catalog;

import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The catalog as a map, for tests. */
public final class InMemoryCatalog implements Catalog {
  private static final Comparator<CatalogRow> BY_ID =
      Comparator.comparing(row -> row.session().value());
  private static final Comparator<CatalogRow> NEWEST_FIRST =
      Comparator.comparing(CatalogRow::changed).reversed().thenComparing(BY_ID);

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
    return rows.values().stream().sorted(NEWEST_FIRST).limit(limit).toList();
  }

  @Override
  public List<CatalogRow> list(CatalogRow after, int limit) {
    return rows.values().stream()
        .filter(row -> NEWEST_FIRST.compare(after, row) < 0)
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public List<CatalogRow> children(Collection<SessionId> parents) {
    return rows.values().stream()
        .filter(row -> row.family().parent().filter(parents::contains).isPresent())
        .sorted(Comparator.comparing(CatalogRow::started).thenComparing(BY_ID))
        .toList();
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return rows.values().stream()
        .filter(row -> row.family().root().equals(root))
        .sorted(Comparator.comparing(CatalogRow::started).thenComparing(BY_ID))
        .toList();
  }

  @Override
  public List<Due> due(Instant by, int limit) {
    return rows.values().stream()
        .filter(row -> row.waiting().due().filter(due -> !due.isAfter(by)).isPresent())
        .sorted(Comparator.comparing(row -> row.waiting().due().orElseThrow()))
        .map(row -> new Due(row.session(), row.waiting().due().orElseThrow()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<CatalogRow> asked(Optional<SessionId> root, int limit) {
    return rows.values().stream()
        .filter(row -> row.waiting().asked().isPresent())
        .filter(row -> root.isEmpty() || row.family().root().equals(root.get()))
        .sorted(Comparator.comparing(row -> row.waiting().asked().orElseThrow()))
        .limit(limit)
        .toList();
  }

  @Override
  public Asking asking() {
    var since = rows.values().stream().flatMap(row -> row.waiting().asked().stream()).toList();
    return new Asking(since.size(), since.stream().min(Comparator.naturalOrder()));
  }
}
