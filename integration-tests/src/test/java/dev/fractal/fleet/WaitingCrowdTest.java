package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.proof.StoredSession;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Very many sessions wait in three small nodes, half for people and half for times: they take
 * nothing of the nodes, and each wakes at its time though nodes are killed.
 */
@Tag("long")
@Timeout(1800)
final class WaitingCrowdTest {
  private static final int NODES = 3;
  private static final int WAITERS = Integer.getInteger("fleet.waiters", 100_000);
  private static final int SLEEPERS = WAITERS / 2;
  private static final int A_SECOND = Integer.getInteger("fleet.timers-a-second", 20);

  /** Those whose time comes while the test looks; the others sleep on. */
  private static final int TIMERS =
      Math.min(SLEEPERS, A_SECOND * Integer.getInteger("fleet.timer-seconds", 120));

  private static final int KILLS = Integer.getInteger("fleet.kills", 2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** From the last session of a person that is written to the first time that comes. */
  private static final Duration AHEAD = Duration.ofSeconds(60);

  private static final Duration LATE = Duration.ofSeconds(1);

  private static final Duration LISTED = Duration.ofMillis(100);

  /** How many of a hundred must not be late. */
  private static final int IN_TIME = Integer.getInteger("fleet.timers-in-time", 75);

  /** Nodes that have just started compile what they do first. */
  private static final Duration COLD = Duration.ofSeconds(30);

  private static final long MOST_THREADS = 150;
  private static final double MEBI = 1 << 20;
  private static final Path REPORT = Path.of("target", "waiting-crowd.txt");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> report = new ArrayList<>();

  /** A time in which sessions of a killed node were at no node. */
  private record Gap(Instant from, Instant to) {
    boolean covers(Instant time) {
      return !time.isBefore(from) && time.isBefore(to);
    }
  }

  @Test
  void theyTakeNothingAndWakeAtTheirTimes(@TempDir Path data) throws Exception {
    try (var fleet = Fleet.start(data, NODES, "crowd.yaml")) {
      var _ = new Load(fleet.client(), "people", "People ").turns(1, "one");
      var _ = new Load(fleet.client(), "times", "Times ").turns(1, "one");
      Until.holds("both wait", PATIENCE, () -> listed(fleet));
      var first = copy(fleet);
      say(
          "%d sessions written %d s before the first time"
              .formatted(WAITERS, Duration.between(Instant.now(), first).toSeconds()));
      nothingIsTaken(fleet);
      listing(fleet);
      var gaps = kills(fleet, first);
      Until.holds(() -> ended(fleet) + " turns have ended", PATIENCE, () -> ended(fleet) == TIMERS);
      check(fleet, first, gaps);
    } finally {
      http.close();
      Files.write(REPORT, report);
      report.forEach(System.out::println);
    }
  }

  private static boolean listed(Fleet fleet) {
    try (var store = fleet.store()) {
      return store.catalog().find(new SessionId("people-1")).stream()
              .anyMatch(row -> !row.waiting().asks().isEmpty())
          && store.catalog().find(new SessionId("times-1")).stream()
              .anyMatch(row -> row.waiting().due().isPresent());
    }
  }

  /** All of them; gives the first time. */
  private static Instant copy(Fleet fleet) {
    try (var store = Store.openNode(StoreConfig.from(fleet.config()))) {
      var people = new CopiedSessions(store, new SessionId("people-1"));
      IntStream.rangeClosed(1, WAITERS - SLEEPERS)
          .forEach(n -> people.add(new SessionId("person-" + n), Optional.empty()));
      people.flush();
      var first = Instant.now().plus(AHEAD);
      var later = first.plus(Duration.ofDays(1));
      var times = new CopiedSessions(store, new SessionId("times-1"));
      IntStream.rangeClosed(1, SLEEPERS)
          .forEach(n -> times.add(timer(n), Optional.of(n > TIMERS ? later : due(first, n))));
      times.flush();
      return first;
    }
  }

  private static Instant due(Instant first, int timer) {
    return first.plusMillis(1_000L * timer / A_SECOND);
  }

  private static SessionId timer(int number) {
    return new SessionId("timer-" + number);
  }

  /** But for the two that the others were copied from. */
  private void nothingIsTaken(Fleet fleet) throws Exception {
    for (int node = 1; node <= NODES; node++) {
      var metrics = get(fleet.entrance(node).resolve("/metrics"));
      double awake = value(metrics, "fractal_sessions_awake");
      double kernels = value(metrics, "fractal_kernel_open");
      long threads = threads(fleet.process(node).pid());
      say(
          "node %d: %.0f sessions awake, %.0f kernels, %d threads, %.0f MiB of heap in use"
              .formatted(
                  node, awake, kernels, threads, value(metrics, "fractal_heap_used_bytes") / MEBI));
      assertThat(awake).isLessThanOrEqualTo(2);
      assertThat(kernels).isLessThanOrEqualTo(2);
      assertThat(threads).isLessThan(MOST_THREADS);
    }
  }

  private static long threads(long pid) throws IOException {
    try (var tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.count();
    }
  }

  private static double value(String metrics, String name) {
    return Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? (\\S+)$")
        .matcher(metrics)
        .results()
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .findFirst()
        .orElseThrow();
  }

  private void listing(Fleet fleet) throws Exception {
    for (var path : List.of("/v1/asks?limit=100", "/v1/asks?session=person-77")) {
      var times = new ArrayList<Double>();
      for (int round = 0; round < 60; round++) {
        long begun = System.nanoTime();
        var answer = get(fleet.entrance(1 + round % NODES).resolve(path));
        times.add((System.nanoTime() - begun) / 1e6);
        assertThat(answer).contains("May it go on?");
      }
      times.sort(Double::compare);
      say("%s: median %.1f ms, slowest %.1f ms".formatted(path, times.get(30), times.getLast()));
      assertThat(times.get(30)).as(path).isLessThan((double) LISTED.toMillis());
    }
  }

  private String get(URI address) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** Kills two nodes, one after the other, and starts each again. */
  private List<Gap> kills(Fleet fleet, Instant first) {
    var gaps = new ArrayList<Gap>();
    for (int node = 1; node <= KILLS; node++) {
      var moment = due(first, TIMERS * node / (KILLS + 1));
      Until.holds("time for a kill", Duration.ofHours(1), () -> Instant.now().isAfter(moment));
      fleet.kill(node);
      var dead = Instant.now();
      Until.passed(Duration.ofSeconds(20));
      fleet.start(node);
      gaps.add(new Gap(dead.minus(LATE), Instant.now().plusSeconds(5)));
    }
    var last = due(first, TIMERS);
    Until.holds("the last time", Duration.ofHours(1), () -> Instant.now().isAfter(last));
    return gaps;
  }

  private static long ended(Fleet fleet) {
    Until.passed(Duration.ofSeconds(2)); // Counting costs them time.
    try (var connection = fleet.connect();
        var query =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM \"catalog\" WHERE \"turns\" = 1 AND \"session\" LIKE 'timer-%'")) {
      query.next();
      return query.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private void check(Fleet fleet, Instant first, List<Gap> gaps) {
    var late = new ArrayList<Long>();
    var minutes = new TreeMap<Long, List<Long>>();
    var gapped = new ArrayList<Long>();
    try (var store = fleet.store()) {
      for (int n = 1; n <= TIMERS; n++) {
        var journal = store.journal().read(timer(n), 1, Long.MAX_VALUE);
        var session = new StoredSession(timer(n), journal);
        var due = one(session, TimerSet.class).due();
        var fired = one(session, TimerFired.class).at();
        var outcome = one(session, TurnEnded.class).outcome();
        assertThat(outcome).isEqualTo(new TurnOutcome.Finished(Content.inline("7")));
        long millis = Duration.between(due, fired).toMillis();
        minutes
            .computeIfAbsent(Duration.between(first, due).toMinutes(), _ -> new ArrayList<>())
            .add(millis);
        if (due.isBefore(first.plus(COLD))) {
          continue;
        }
        (gaps.stream().anyMatch(gap -> gap.covers(due)) ? gapped : late).add(millis);
      }
      var person = store.journal().read(new SessionId("person-77"), 1, Long.MAX_VALUE);
      assertThat(new StoredSession(new SessionId("person-77"), person).of(AskOpened.class))
          .hasSize(1);
    }
    minutes.forEach((minute, all) -> say("minute " + minute + ": " + percentiles(all)));
    say("late: " + percentiles(late));
    say("late, due while a node was gone: " + percentiles(gapped));
    long inTime = late.stream().filter(millis -> millis <= LATE.toMillis()).count();
    assertThat(inTime).as("of %d", late.size()).isGreaterThan(late.size() * (long) IN_TIME / 100);
  }

  private static String percentiles(List<Long> millis) {
    if (millis.isEmpty()) {
      return "none";
    }
    var sorted = millis.stream().sorted().toList();
    return "%d timers, median %d ms, 99 %% %d ms, 99.9 %% %d ms, latest %d ms"
        .formatted(
            sorted.size(),
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 99 / 100),
            sorted.get((int) (sorted.size() * 999L / 1000)),
            sorted.getLast());
  }

  private static <E extends SessionEvent> E one(StoredSession session, Class<E> type) {
    var found = session.of(type).toList();
    assertThat(found).as(session.id() + " " + session.journal()).hasSize(1);
    return found.getFirst();
  }

  private void say(String line) {
    report.add(line);
    Fleet.tell(line);
  }
}
