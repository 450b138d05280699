package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.StubCollector;
import dev.fractal.proof.StubCollector.Told;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn whose sessions are on several nodes is one trace, also when its node is killed. */
@Tag("cluster")
@Timeout(600)
final class TracedFleetTest {
  private static final int NODES = 3;
  private static final int SESSIONS = 6;

  /** A turn's own spans: itself, four steps with a call and a cell each, two leaves. */
  private static final Map<String, Long> OWN =
      Map.of("invoke_agent", 1L, "chat scripted", 6L, "execute_tool repl", 4L);

  /** With three children of one step each. */
  private static final int WHOLE = 20;

  private static final int REQUESTS_BEFORE_KILL = 4 * SESSIONS;
  private static final Duration LATE = Duration.ofSeconds(20);

  @Test
  void aTurnIsOneTraceAcrossNodesAndAcrossAKill(@TempDir Path data) throws IOException {
    try (var collector = StubCollector.start(0)) {
      var traced = Map.of("fractal.telemetry.traces.endpoint", collector.endpoint().toString());
      try (var fleet = Fleet.start(data, NODES, "four-steps.yaml", new Site.Loopback(traced))) {
        var load = new Load(fleet.client(), "t");
        load.turns(SESSIONS, "one").forEach(CompletableFuture::join);
        assertWhole(collector);
        killed(fleet, load, collector);
      }
    }
  }

  private static void assertWhole(StubCollector collector) {
    for (int number = 1; number <= SESSIONS; number++) {
      var session = "t-" + number;
      Until.holds(
          "the whole trace of " + session, LATE, () -> collector.trace(session, 1).size() >= WHOLE);
      var trace = collector.trace(session, 1);
      assertThat(trace).hasSize(WHOLE);
      assertSound(trace);
      assertThat(names(trace, session)).isEqualTo(OWN);
    }
    assertThat(traces(collector, 1))
        .as("traces of several nodes")
        .anyMatch(trace -> trace.stream().map(Told::node).distinct().count() > 1);
  }

  private static void killed(Fleet fleet, Load load, StubCollector collector) {
    int before = fleet.stub().counts().total();
    var turns = load.turns(SESSIONS, "two");
    fleet.stub().awaitTotal(before + REQUESTS_BEFORE_KILL);
    var victim = Shards.of(fleet).owner(load.session(1));
    fleet.kill(Integer.parseInt(victim.substring("node-".length())));
    var killed = Instant.now();
    turns.forEach(CompletableFuture::join);

    Until.holds(
        "the ends of all turns",
        LATE,
        () ->
            traces(collector, 2).stream()
                .allMatch(trace -> trace.stream().anyMatch(span -> span.parent().isEmpty())));
    var traces = traces(collector, 2);
    assertThat(traces).allSatisfy(TracedFleetTest::assertSound);
    for (int number = 1; number <= SESSIONS; number++) {
      assertThat(names(traces.get(number - 1), "t-" + number)).isEqualTo(OWN);
    }
    var trace = traces.getFirst();
    var root = root(trace);
    assertThat(root.node()).startsWith("node-").isNotEqualTo(victim);
    var repeated = repeated(fleet, load.session(1));
    assertThat(repeated).as("what the journal says of the kill").isNotEmpty();
    assertThat(root.raw().getEventsList())
        .extracting(event -> event.getName())
        .filteredOn(name -> name.endsWith(" repeated"))
        .isEqualTo(repeated);
    assertThat(trace).anyMatch(span -> ended(span).isBefore(killed));
    assertThat(trace).anyMatch(span -> begun(span).isAfter(killed));
  }

  /** By what a session did when its node was killed: it waited for calls, or evaluated cells. */
  private static List<String> repeated(Fleet fleet, SessionId session) {
    return fleet.stored().sessions().values().stream()
        .filter(stored -> stored.id().equals(session))
        .flatMap(stored -> stored.journal().stream())
        .flatMap(
            entry ->
                switch (entry.event()) {
                  case CallsRepeated e when e.turn() == 2 -> Stream.of("calls repeated");
                  case EvaluationRepeated e when e.turn() == 2 -> Stream.of("evaluation repeated");
                  default -> Stream.empty();
                })
        .toList();
  }

  private static List<List<Told>> traces(StubCollector collector, int turn) {
    return IntStream.rangeClosed(1, SESSIONS)
        .mapToObj(number -> collector.trace("t-" + number, turn))
        .toList();
  }

  /** One root, no span twice, every other one below a span of the trace. */
  private static void assertSound(List<Told> trace) {
    var ids = trace.stream().map(Told::span).collect(Collectors.toSet());
    assertThat(ids).hasSameSizeAs(trace);
    assertThat(trace.stream().filter(span -> span.parent().isEmpty())).hasSize(1);
    assertThat(trace.stream().filter(span -> !span.parent().isEmpty()))
        .allSatisfy(span -> assertThat(ids).contains(span.parent()));
  }

  private static Map<String, Long> names(List<Told> trace, String session) {
    return trace.stream()
        .filter(span -> span.session().equals(session))
        .collect(Collectors.groupingBy(Told::name, Collectors.counting()));
  }

  private static Told root(List<Told> trace) {
    return trace.stream().filter(span -> span.parent().isEmpty()).findFirst().orElseThrow();
  }

  private static Instant begun(Told span) {
    return moment(span.raw().getStartTimeUnixNano());
  }

  private static Instant ended(Told span) {
    return moment(span.raw().getEndTimeUnixNano());
  }

  private static Instant moment(long nanos) {
    return Instant.EPOCH.plusMillis(TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
