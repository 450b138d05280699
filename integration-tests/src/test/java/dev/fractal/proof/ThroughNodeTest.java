package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.store.NodeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While a node has the data directory, verbs go through it by themselves; what they print is what
 * they print without it.
 */
@Tag("slow")
@Timeout(600)
final class ThroughNodeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String MODEL = "playbook:" + Checkout.example("chat.yaml");
  private static final List<String> READ =
      List.of("show", "events", "steps", "messages", "heads", "tree", "cost", "vars");

  @TempDir Path home;
  @TempDir Path elsewhere;

  private Ended run(String... words) {
    return FractalCommand.in(home).run(words);
  }

  private String document(String... words) {
    var ended = run(words);
    assertThat(ended.exit()).as(ended.toString()).isZero();
    return ended.out();
  }

  @Test
  void verbsInTheFolderOfARunningNodeGoThroughIt() {
    var through = new ArrayList<String>();
    try (var node = FractalCommand.in(home).start("node", "--port", "0", "--model", MODEL)) {
      var address = address(node);
      assertThat(document("run", "--json", "--session", "s1", "--max-depth", "0", "Keep them"))
          .contains("\"value\":\"I have kept 2 numbers.\"", "\"turnId\":1");
      assertThat(document("turn", "s1", "What is their sum?")).contains("\"sum\" : 42");
      assertThat(document("fork", "--json", "s1", "--session", "f1", "And their sum?"))
          .contains("\"sessionId\":\"f1\"", "{\"sum\":42}");
      assertThat(document("stop", "--json", "--wait", "f1")).contains("\"stopped\"");
      assertThat(document("resume", "--json", "f1")).contains("\"idle\"");
      assertThat(document("compact", "--json", "f1")).contains("\"sessionId\":\"f1\"");
      var idle = run("cancel", "--json", "f1");
      assertThat(idle.exit()).isEqualTo(1);
      assertThat(idle.out()).contains("UnknownTurn");
      assertThat(run("turn", "--json", "none", "x").exit()).isEqualTo(4);
      assertThat(run("payload", "--json", "sha256:" + "0".repeat(64)).out())
          .contains("add --session ID");
      READ.forEach(verb -> through.add(document(verb, "--json", "s1")));
      through.add(document("ls", "--json"));

      var other = FractalCommand.in(elsewhere);
      assertThat(other.run("ls", "--json", "--url", address).out()).isEqualTo(through.getLast());
      assertThat(other.run("show", "--url", "ftp://x", "s1").err()).contains("http://HOST:PORT");
      node.terminate();
      node.await();
    }
    var without = new ArrayList<String>();
    READ.forEach(verb -> without.add(document(verb, "--json", "s1")));
    without.add(document("ls", "--json"));
    assertThat(through).containsExactlyElementsOf(without);
  }

  /** Waits until the node says where it is. */
  private String address(FractalProcess node) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    var place = home.resolve(".fractal");
    for (var file = NodeFile.read(place); ; file = NodeFile.read(place)) {
      if (file.isPresent()) {
        return file.get().http().toString();
      }
      assertThat(node.isRunning()).as(() -> "the node runs: " + node.await()).isTrue();
      assertThat(System.nanoTime() - until).as("the node says where it is").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
