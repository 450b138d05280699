package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.InMemoryCatalog;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which due sessions a node wakes, when and how often. */
final class DueSessionsTest {
  private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

  /** Looks are 200 ms apart. */
  private static final int PER_LOOK = 2;

  private static final int PER_SECOND = 5 * PER_LOOK;

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final List<String> woken = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private boolean silent;
  private boolean crowded;
  private Predicate<SessionId> hosted = _ -> true;
  private final DueSessions due =
      new DueSessions(
          catalog, this::wake, id -> hosted.test(id), () -> crowded, Clock.systemUTC(), PER_SECOND);
  private Instant now = START;
  private long writes;

  private CompletableFuture<Void> wake(SessionId session) {
    woken.add(session.value());
    var answer = new CompletableFuture<Void>();
    answers.add(answer);
    if (!silent) {
      answer.complete(null);
    }
    return answer;
  }

  @AfterEach
  void close() {
    due.close();
  }

  private void waits(String session, Optional<Instant> until) {
    var id = new SessionId(session);
    catalog.upsert(
        new CatalogRow(
            id,
            ++writes,
            SessionStatus.WAITING,
            new CatalogRow.Family(Optional.empty(), id),
            new CatalogRow.Progress(0, Quantity.zero(), Optional.empty()),
            new CatalogRow.Waiting(until, List.of()),
            START,
            START));
  }

  /** Who is woken by looks during a time. */
  private List<String> looks(Duration time) {
    woken.clear();
    var end = now.plus(time);
    while (now.isBefore(end)) {
      due.wakeSome(now);
      now = now.plusMillis(200);
    }
    return List.copyOf(woken);
  }

  @Test
  void wakesAtItsTimeAndNotBefore() {
    waits("one", Optional.of(START.plusMillis(350)));

    assertThat(looks(Duration.ofMillis(400))).isEmpty();
    assertThat(looks(Duration.ofMillis(200))).containsExactly("one");
  }

  @Test
  void wakesNoMoreThanItsRateAndAllInTheEnd() {
    IntStream.range(0, 20).forEach(n -> waits("s-" + n, Optional.of(START.minusSeconds(60 - n))));

    assertThat(looks(Duration.ofSeconds(1))).hasSize(PER_SECOND).startsWith("s-0", "s-1", "s-2");
    assertThat(looks(Duration.ofSeconds(1))).hasSize(PER_SECOND).endsWith("s-19");
  }

  @Test
  void whatCannotComeToLifeIsWokenAfterGrowingPausesAndKeepsNobodyWaiting() {
    IntStream.range(0, 200).forEach(n -> waits("dead-" + n, Optional.of(START.minusSeconds(60))));
    var first = looks(Duration.ofMinutes(1));
    assertThat(new HashSet<>(first)).hasSize(200);

    waits("alive", Optional.of(now));
    assertThat(looks(Duration.ofSeconds(30))).contains("alive");
    waits("alive", Optional.empty());
    looks(Duration.ofMinutes(20));
    assertThat(looks(Duration.ofMinutes(5)))
        .as("each once in five minutes")
        .hasSizeBetween(150, 250);
  }

  @Test
  void oneThatIsDueForAnotherTimeIsNotLeftAlone() {
    for (int n = 0; n < 5; n++) {
      waits("often", Optional.of(now));
      assertThat(looks(Duration.ofSeconds(1))).containsExactly("often");
    }
  }

  @Test
  void anotherNodesSessionsAreWokenOnceTheyAreOverdue() {
    hosted = id -> Set.of("mine").contains(id.value());
    waits("mine", Optional.of(START));
    waits("other", Optional.of(START));

    assertThat(looks(Duration.ofMillis(600))).containsExactly("mine");
    assertThat(looks(Duration.ofMillis(400))).containsExactly("other");
  }

  @Test
  void itsOwnSessionsComeFirst() {
    hosted = id -> id.value().startsWith("mine");
    IntStream.range(0, 10).forEach(n -> waits("other-" + n, Optional.of(START.minusSeconds(60))));
    IntStream.range(0, 10).forEach(n -> waits("mine-" + n, Optional.of(START)));

    assertThat(looks(Duration.ofSeconds(1))).allMatch(id -> id.startsWith("mine")).hasSize(10);
    assertThat(looks(Duration.ofSeconds(1))).allMatch(id -> id.startsWith("other")).hasSize(5);
  }

  @Test
  void aCrowdedNodeWakesFewAndNotNone() {
    crowded = true;
    IntStream.range(0, 20).forEach(n -> waits("s-" + n, Optional.of(START)));

    assertThat(looks(Duration.ofSeconds(1))).hasSize(5);
    crowded = false;
    assertThat(looks(Duration.ofSeconds(1))).hasSize(10);
  }

  @Test
  void waitsForAnswersBeforeItWakesMore() {
    silent = true;
    IntStream.range(0, 100).forEach(n -> waits("s-" + n, Optional.of(START)));

    assertThat(looks(Duration.ofSeconds(4))).hasSize(2 * PER_SECOND);
    answers.removeFirst().completeExceptionally(new IllegalStateException("no answer"));
    assertThat(looks(Duration.ofSeconds(1))).hasSize(1);
  }
}
