package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.store.Store;
import dev.fractal.proof.StoredTree;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node from which a session and its tree are read is killed in the middle of a turn; the
 * readers go on at other ones, and have every event of the journals once and in order.
 */
@Tag("cluster")
@Timeout(600)
final class ReadersOfKilledNodesTest {
  private static final int NODES = 3;

  /** Requests to the model by which the first child is at work; the whole turn makes nine. */
  private static final int EARLY = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void readersGoOnAtOtherNodesBehindTheirLastEvent(@TempDir Path data) throws IOException {
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml");
        var store = fleet.store()) {
      var load = new Load(fleet.client(), "read");
      var session = load.session(1).value();
      var turn = load.turn(1, "once");
      fleet.stub().awaitTotal(EARLY);
      try (var own = new EventStream("/v1/sessions/" + session + "/events");
          var tree = new EventStream("/v1/sessions/" + session + "/tree/events")) {
        var reading =
            CompletableFuture.allOf(own.follow(fleet.entrance(1)), tree.follow(fleet.entrance(1)));
        Until.holds("both read", PATIENCE, () -> count(own) > 0 && count(tree) > 0);
        fleet.kill(1);
        reading.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        Fleet.tell("lost its node after %d and %d events".formatted(count(own), count(tree)));
        var _ = own.follow(fleet.entrance(2));
        var _ = tree.follow(fleet.entrance(NODES));
        var result = turn.join();

        assertThat(Load.value(result)).isEqualTo(load.expected(result));
        var journals = journals(store);
        Until.holds("the session is read", PATIENCE, () -> count(own) >= own(journals, session));
        Until.holds("the tree is read", PATIENCE, () -> count(tree) >= total(journals));
        assertThat(own.events()).isEqualTo(journals.get(session));
        assertThat(bySession(tree.events())).hasSizeGreaterThan(1).isEqualTo(journals);
      }
    }
  }

  private static int count(EventStream stream) {
    return stream.events().size();
  }

  private static int own(Map<String, List<JsonNode>> journals, String session) {
    return journals.getOrDefault(session, List.of()).size();
  }

  private static int total(Map<String, List<JsonNode>> journals) {
    return journals.values().stream().mapToInt(List::size).sum();
  }

  /** All sessions are of one tree; each with its journal's events as documents. */
  private static Map<String, List<JsonNode>> journals(Store store) {
    var journals = new TreeMap<String, List<JsonNode>>();
    StoredTree.of(store)
        .sessions()
        .forEach((id, stored) -> journals.put(id, documents(stored.journal())));
    return journals;
  }

  private static List<JsonNode> documents(List<JournalEntry> journal) {
    return journal.stream().map(entry -> Json.parsed(EventJson.event(entry).toString())).toList();
  }

  /** Each session's events in the order in which they came. */
  private static Map<String, List<JsonNode>> bySession(List<JsonNode> events) {
    var sessions = new TreeMap<String, List<JsonNode>>();
    for (var event : events) {
      var own = event.<ObjectNode>deepCopy();
      var session = own.remove("sessionId").asText();
      sessions.computeIfAbsent(session, _ -> new ArrayList<>()).add(own);
    }
    return sessions;
  }
}
