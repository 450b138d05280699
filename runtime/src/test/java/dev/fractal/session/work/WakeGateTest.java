package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.catalog.Wakes;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.SessionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who may wake; a process that ends is a {@link WakeGate} that nobody asks any more. */
final class WakeGateTest {
  private static final SessionId CULPRIT = new SessionId("culprit");
  private static final SessionId INNOCENT = new SessionId("innocent");

  private final Table table = new Table();

  /** Wakes in memory, which fail as often as they are told to. */
  private static final class Table implements Wakes {
    private final Map<SessionId, Tries> rows = new HashMap<>();
    private int failures;

    @Override
    public Map<SessionId, Tries> find(Collection<SessionId> sessions) {
      if (failures > 0) {
        failures--;
        throw new StoreException("the store is away");
      }
      var found = new HashMap<>(rows);
      found.keySet().retainAll(sessions);
      return found;
    }

    @Override
    public void count(Collection<SessionId> sessions) {
      sessions.forEach(
          id ->
              rows.merge(
                  id,
                  new Tries(1, Optional.empty()),
                  (old, _) -> new Tries(old.tries() + 1, Optional.empty())));
    }

    @Override
    public void clear(Collection<SessionId> sessions) {
      rows.keySet().removeAll(sessions);
    }

    @Override
    public void bar(SessionId session, String reason) {
      rows.put(session, new Tries(0, Optional.of(reason)));
    }
  }

  private WakeGate process() {
    return WakeGate.counted(table, Runnable::run);
  }

  private static Optional<String> get(CompletableFuture<Optional<String>> verdict) {
    return verdict.orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Test
  void aSessionThatEndsItsProcessThreeTimesIsBarredForEveryNode() {
    for (int i = 0; i < WakeGate.MOST; i++) {
      assertThat(get(process().begin(CULPRIT))).isEmpty();
    }
    assertThat(get(process().begin(CULPRIT)))
        .contains("its process ended each of the 3 times that it was woken");
    assertThat(get(process().begin(CULPRIT))).isPresent();
  }

  @Test
  void aSessionThatComesToLifeIsNeverBarredHoweverOftenItsNodesEnd() {
    for (int i = 0; i < 10; i++) {
      var process = process();
      assertThat(get(process.begin(INNOCENT))).isEmpty();
      process.over(INNOCENT);
    }
    assertThat(table.rows).isEmpty();
  }

  @Test
  void aSessionThatWakesBesideTheCulpritIsClearedAlone() {
    var first = process();
    assertThat(get(first.begin(INNOCENT))).isEmpty();
    assertThat(get(first.begin(CULPRIT))).isEmpty();

    var second = process();
    assertThat(get(second.begin(CULPRIT))).isEmpty();
    var waits = second.begin(INNOCENT);
    assertThat(waits).isNotDone();

    var third = process();
    assertThat(get(third.begin(INNOCENT))).isEmpty();
    var culprit = third.begin(CULPRIT);
    assertThat(culprit).isNotDone();
    third.over(INNOCENT);
    assertThat(get(culprit)).isEmpty();

    assertThat(get(process().begin(INNOCENT))).isEmpty();
    assertThat(get(process().begin(CULPRIT))).isPresent();
  }

  @Test
  void aStoreThatIsAwayCountsForNothing() {
    table.failures = 2;
    assertThat(get(process().begin(INNOCENT))).isEmpty();
    assertThat(table.rows.get(INNOCENT)).isEqualTo(new Wakes.Tries(1, Optional.empty()));
  }

  @Test
  void aSessionThatIsBarredWhileItRunsIsBarredFromThenOn() {
    var process = process();
    assertThat(get(process.begin(CULPRIT))).isEmpty();
    process.bar(CULPRIT, "its journal could not be read");
    assertThat(get(process.begin(CULPRIT))).contains("its journal could not be read");
  }
}
