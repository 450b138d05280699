package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tree of 585 sessions on one node with a small heap: eight children each, three levels deep. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
final class TreeTest {
  private static final String ROOT = "big";
  private static final int FANOUT = 8;
  private static final int SESSIONS = 585;
  private static final Path REPORT = Path.of("target", "tree.txt");

  private FractalCommand command;
  private Path data;
  private Ended run;

  @BeforeAll
  void grow(@TempDir Path directory) throws IOException {
    command = FractalCommand.in(directory);
    data = directory.resolve("data");
    long start = System.nanoTime();
    run =
        verb(
            "run",
            "--session",
            ROOT,
            "--model",
            "playbook:" + Checkout.example("tree.yaml"),
            "Sum 1 to 512, level 0");
    var took = Duration.ofNanos(System.nanoTime() - start);
    Files.writeString(REPORT, SESSIONS + " sessions in " + took.toMillis() + " ms\n");
  }

  private Ended verb(String... words) {
    var all = new String[words.length + 3];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--json";
    all[words.length + 1] = "--data";
    all[words.length + 2] = data.toString();
    return command.run(all);
  }

  @Test
  void itEndsFinalWithTheExactAggregate() {
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("status").asText()).isEqualTo("final");
    assertThat(run.json().path("value").asInt()).isEqualTo(512 * 513 / 2);
  }

  @Test
  void everySessionIsListedAndEveryChildHasItsEdge() {
    assertThat(verb("ls", "--limit", "1000").json()).hasSize(SESSIONS);
    var edges = verb("edges", ROOT, "--tree").json();
    assertThat(edges).hasSize(SESSIONS - 1);
    assertThat(new HashSet<>(edges.findValuesAsText("session"))).hasSize(SESSIONS - 1);
    assertThat(edges.findValuesAsText("kind")).containsOnly("invocation");
  }

  @Test
  void theTreeHasItsShapeItsOrderAndItsCost() {
    var tree = verb("tree", ROOT).json();
    assertThat(sessions(tree)).isEqualTo(SESSIONS);
    assertThat(tree.findValuesAsText("status")).containsOnly("idle");
    assertThat(tree.findValuesAsText("steps")).containsOnly("1");
    assertThat(tree.get("children").findValuesAsText("call").stream().distinct())
        .hasSize(SESSIONS - 1);
    assertThat(tree.get("children"))
        .extracting(child -> child.path("call").asText())
        .isEqualTo(IntStream.range(0, FANOUT).mapToObj(i -> ROOT + "/t1/s1/c0/h" + i).toList());
    assertThat(tree.at("/own/cost/usd").decimalValue()).isEqualByComparingTo("0.0002");
    assertThat(tree.at("/subtree/cost/usd").decimalValue()).isEqualByComparingTo("0.0658");
    var cost = verb("cost", ROOT, "--tree").json();
    assertThat(cost.at("/subtree")).isEqualTo(tree.at("/subtree"));
    assertThat(cost.at("/turns/0/children")).hasSize(FANOUT);
  }

  private static int sessions(JsonNode tree) {
    int below = 0;
    for (var child : tree.get("children")) {
      below += sessions(child);
    }
    return 1 + below;
  }

  @Test
  void verifyLineagePassesUntilTheStoreIsTamperedWith() {
    var sound = verb("verify-lineage", ROOT);
    assertThat(sound.exit()).as(sound.out()).isZero();
    assertThat(sound.json().get("sessions").asInt()).isEqualTo(SESSIONS);
    assertThat(sound.json().get("edges").asInt()).isEqualTo(SESSIONS - 1);

    var victim = verb("tree", ROOT).json().at("/children/3/children/5/sessionId").asText();
    var sql =
        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = '%s'"
            .formatted(JournalReader.persistenceId(new SessionId(victim)));
    assertThat(Damage.execute(data, sql)).isPositive();

    var tampered = verb("verify-lineage", ROOT);
    assertThat(tampered.exit()).isEqualTo(5);
    assertThat(tampered.out()).contains("has an edge to session " + victim + ", which is missing");
  }
}
