package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.laptop.LocalPostgres;
import dev.fractal.proof.StoredSession;
import dev.fractal.proof.StoredTree;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All nodes and the database are killed while turns wait for people and times: timers fire on new
 * nodes, answers over HTTP let the others end, and nothing is done twice.
 */
@Tag("cluster")
@Timeout(900)
final class WaitingFleetTest {
  private static final int NODES = 3;
  private static final int EACH = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void whatWaitsOutlivesAllNodesAndIsDoneOnce(@TempDir Path data) throws Exception {
    try (var fleet = Fleet.start(data, NODES, "waiting.yaml")) {
      var _ = new Load(fleet.client(), "ask", "Ask ").turns(EACH, "one");
      var _ = new Load(fleet.client(), "sleep", "Sleep ").turns(EACH, "one");
      Until.holds("all wait", PATIENCE, () -> waiting(fleet.stored()) == 2 * EACH);
      Until.passed(Duration.ofSeconds(1)); // The listing follows behind.
      var asked = fleet.stub().settled().byKey();
      for (int node = 1; node <= NODES; node++) {
        fleet.kill(node);
      }
      fleet.dropClient();
      fleet.cluster().postgres().stop(LocalPostgres.Stop.IMMEDIATE);
      fleet.cluster().startDatabase();
      var dead = fleet.stored();

      fleet.up(NODES);
      Until.holds(
          () -> "all timers have fired; the journals end with " + tails(fleet.stored()),
          PATIENCE,
          () -> ended(fleet.stored()) == EACH);
      assertThat(lengths(fleet.stored(), "ask"))
          .as("nobody wakes those who wait for people")
          .isEqualTo(lengths(dead, "ask"));
      for (int number = 1; number <= EACH; number++) {
        answer(fleet, 1 + number % NODES, number);
      }
      Until.holds("all turns have ended", PATIENCE, () -> ended(fleet.stored()) == 2 * EACH);

      var after = fleet.stored();
      for (int number = 1; number <= EACH; number++) {
        var ask = session(after, "ask-" + number);
        assertThat(value(ask)).isEqualTo(Integer.toString(2 * number + 1_000));
        assertThat(of(ask, AskAnswered.class))
            .singleElement()
            .satisfies(answered -> assertThat(answered.by()).isEqualTo("kim"));
        var sleep = session(after, "sleep-" + number);
        assertThat(value(sleep)).isEqualTo(Integer.toString(number));
        assertThat(of(sleep, TimerFired.class)).hasSize(1);
      }
      assertThat(fleet.stub().settled().byKey()).as("nothing is paid for twice").isEqualTo(asked);
    }
  }

  private static void answer(Fleet fleet, int node, int number)
      throws IOException, InterruptedException {
    var path = "/v1/asks/ask-" + number + ":1.1.0.1";
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(fleet.entrance(node).resolve(path))
              .header("Content-Type", "application/json")
              .timeout(Duration.ofSeconds(40))
              .POST(HttpRequest.BodyPublishers.ofString("{\"answer\": 1000, \"by\": \"kim\"}"));
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  private static <E extends SessionEvent> List<E> of(StoredSession session, Class<E> type) {
    return session.of(type).toList();
  }

  private static StoredSession session(StoredTree tree, String id) {
    return tree.sessions().values().stream()
        .filter(session -> session.id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Sessions whose question is open beside an ended leaf, or whose timer runs. */
  private static long waiting(StoredTree tree) {
    return tree.sessions().values().stream()
        .filter(
            session ->
                !of(session, TimerSet.class).isEmpty()
                    || (!of(session, AskOpened.class).isEmpty() && results(session) == 2))
        .count();
  }

  private static int results(StoredSession session) {
    return session
        .of(SessionEvent.HostCallsCompleted.class)
        .mapToInt(event -> event.results().size())
        .sum();
  }

  private static long ended(StoredTree tree) {
    return tree.sessions().values().stream()
        .filter(session -> !of(session, TurnEnded.class).isEmpty())
        .count();
  }

  private static Map<String, String> tails(StoredTree tree) {
    var tails = new TreeMap<String, String>();
    tree.sessions()
        .values()
        .forEach(
            session ->
                tails.put(session.id().value(), session.journal().getLast().event().toString()));
    return tails;
  }

  private static Map<String, Integer> lengths(StoredTree tree, String prefix) {
    return tree.sessions().values().stream()
        .filter(session -> session.id().value().startsWith(prefix))
        .collect(
            Collectors.toMap(session -> session.id().value(), session -> session.journal().size()));
  }

  private static String value(StoredSession session) {
    var outcome = of(session, TurnEnded.class).getFirst().outcome();
    return outcome instanceof TurnOutcome.Finished(Content.Inline(var text))
        ? text
        : outcome.toString();
  }
}
