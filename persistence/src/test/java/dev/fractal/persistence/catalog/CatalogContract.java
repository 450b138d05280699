package dev.fractal.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.catalog.Catalog.Asking;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every catalog does. */
public abstract class CatalogContract {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00.123456Z");

  /** A catalog without rows. */
  protected abstract Catalog catalog();

  private static SessionId id(String name) {
    return new SessionId(name);
  }

  private static CatalogRow row(String name, long sequence, SessionStatus status, int second) {
    return new CatalogRow(
        id(name),
        sequence,
        status,
        new CatalogRow.Family(Optional.empty(), id(name)),
        new CatalogRow.Progress(0, Quantity.unknown(), Optional.empty()),
        START,
        START.plusSeconds(second));
  }

  @Test
  void findsExactlyTheRowThatWasWritten() {
    var full =
        new CatalogRow(
            id("child"),
            7,
            SessionStatus.STOPPED,
            new CatalogRow.Family(Optional.of(id("parent")), id("root")),
            new CatalogRow.Progress(
                3, Quantity.of(new BigDecimal("0.000021")), Optional.of(HeadId.of("a head"))),
            START,
            START.plusNanos(1_000));
    var bare = row("bare", 1, SessionStatus.IDLE, 0);
    var catalog = catalog();

    catalog.upsert(full);
    catalog.upsert(bare);

    assertThat(catalog.find(id("child"))).contains(full);
    assertThat(catalog.find(id("bare"))).contains(bare);
    assertThat(catalog.find(id("unknown"))).isEmpty();
  }

  private static CatalogRow waiting(
      String name, String root, Optional<Instant> due, Instant... asked) {
    var asks = new ArrayList<OpenAsk>();
    for (var since : asked) {
      asks.add(
          new OpenAsk(
              new AskId(id(name), 1, 1, 0, asks.size()),
              Optional.of("kim"),
              "Ok \ud83d\ude00?",
              since,
              due,
              Optional.of("sh")));
    }
    return new CatalogRow(
        id(name),
        3,
        SessionStatus.WAITING,
        new CatalogRow.Family(Optional.empty(), id(root)),
        new CatalogRow.Progress(0, Quantity.unknown(), Optional.empty()),
        new CatalogRow.Waiting(due, asks),
        START,
        START);
  }

  private static List<SessionId> due(Catalog catalog, Instant by, int limit) {
    return catalog.due(by, limit).stream().map(Catalog.Due::session).toList();
  }

  @Test
  void listsWhatIsDueTheLongestOverdueFirst() {
    var catalog = catalog();
    catalog.upsert(waiting("later", "later", Optional.of(START.plusSeconds(9))));
    catalog.upsert(waiting("second", "second", Optional.of(START.plusSeconds(2))));
    catalog.upsert(waiting("first", "first", Optional.of(START.plusSeconds(1))));
    catalog.upsert(waiting("never", "never", Optional.empty()));

    assertThat(due(catalog, START, 9)).isEmpty();
    assertThat(due(catalog, START.plusSeconds(2), 9)).containsExactly(id("first"), id("second"));
    assertThat(due(catalog, START.plusSeconds(2), 1)).containsExactly(id("first"));
    assertThat(catalog.due(START.plusSeconds(2), 1))
        .containsExactly(new Catalog.Due(id("first"), START.plusSeconds(1)));
    catalog.upsert(row("first", 4, SessionStatus.RUNNING, 1));
    assertThat(due(catalog, START.plusSeconds(2), 9)).containsExactly(id("second"));
  }

  /** Whoever sets a time or a deadline cannot keep other rows from being written. */
  @Test
  void takesEveryTime() {
    var catalog = catalog();
    catalog.upsert(
        List.of(
            waiting("past", "past", Optional.of(Instant.MIN)),
            waiting("far", "far", Optional.of(Instant.MAX)),
            row("other", 1, SessionStatus.IDLE, 1)));

    assertThat(due(catalog, START, 9)).containsExactly(id("past"));
    assertThat(catalog.find(id("far"))).isPresent();
    assertThat(catalog.find(id("other"))).isPresent();
  }

  @Test
  void listsWhereSomebodyIsAskedTheLongestAskedFirst() {
    var catalog = catalog();
    var two = waiting("two", "tree", Optional.empty(), START.plusSeconds(5), START.plusSeconds(2));
    var one = waiting("one", "one", Optional.of(START), START.plusSeconds(1));
    catalog.upsert(List.of(two, one, row("none", 1, SessionStatus.IDLE, 1)));

    assertThat(catalog.asked(Optional.empty(), 9)).containsExactly(one, two);
    assertThat(catalog.asked(Optional.empty(), 1)).containsExactly(one);
    assertThat(catalog.asked(Optional.of(id("tree")), 9)).containsExactly(two);
    assertThat(catalog.asked(Optional.of(id("nobody")), 9)).isEmpty();
    assertThat(catalog.asking()).isEqualTo(new Asking(2, Optional.of(START.plusSeconds(1))));
    catalog.upsert(row("one", 4, SessionStatus.IDLE, 1));
    assertThat(catalog.asked(Optional.empty(), 9)).containsExactly(two);
    assertThat(catalog.asking().sessions()).isEqualTo(1);
    catalog.upsert(row("two", 4, SessionStatus.IDLE, 1));
    assertThat(catalog.asking()).isEqualTo(new Asking(0, Optional.empty()));
  }

  @Test
  void keepsTheRowOfTheHighestSequence() {
    var catalog = catalog();

    catalog.upsert(row("s", 5, SessionStatus.RUNNING, 5));
    catalog.upsert(row("s", 4, SessionStatus.IDLE, 4));
    assertThat(catalog.find(id("s")).orElseThrow().sequence()).isEqualTo(5);

    catalog.upsert(row("s", 5, SessionStatus.QUARANTINED, 6));
    assertThat(catalog.find(id("s")).orElseThrow().status()).isEqualTo(SessionStatus.QUARANTINED);
  }

  @Test
  void listsByLastChangeNewestFirst() {
    var catalog = catalog();
    catalog.upsert(row("old", 1, SessionStatus.IDLE, 1));
    catalog.upsert(row("new", 1, SessionStatus.IDLE, 3));
    catalog.upsert(row("middle", 1, SessionStatus.IDLE, 2));

    assertThat(catalog.list(2))
        .extracting(CatalogRow::session)
        .containsExactly(id("new"), id("middle"));
    assertThat(catalog.list(Integer.MAX_VALUE)).hasSize(3);
  }

  @Test
  void findsTheRowsOfATree() {
    var catalog = catalog();
    catalog.upsert(row("root", 1, SessionStatus.IDLE, 1));
    catalog.upsert(row("other", 1, SessionStatus.IDLE, 1));
    var root = catalog.find(id("root")).orElseThrow();
    var child =
        new CatalogRow(
            id("child"),
            1,
            SessionStatus.IDLE,
            new CatalogRow.Family(Optional.of(id("root")), id("root")),
            root.progress(),
            START.plusSeconds(1),
            START);
    catalog.upsert(child);

    assertThat(catalog.tree(id("root"))).containsExactly(root, child);
    assertThat(catalog.tree(id("child"))).isEmpty();
  }

  @Test
  void theHighestSequenceWinsAmongManyWriters() throws Exception {
    var catalog = catalog();
    var sequences = new ArrayList<Integer>();
    for (int i = 1; i <= 64; i++) {
      sequences.add(i);
    }
    Collections.shuffle(sequences, new Random(7));
    var work =
        sequences.stream()
            .<Callable<Boolean>>map(
                n ->
                    () -> {
                      catalog.upsert(row("busy", n, SessionStatus.RUNNING, n));
                      return true;
                    })
            .toList();

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    }
    assertThat(catalog.list(10)).extracting(CatalogRow::sequence).isEqualTo(List.of(64L));
  }
}
