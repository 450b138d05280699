package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands through a node that wants a token do what the token's role may. */
@Timeout(120)
final class TokenCommandsTest {
  private static final String TOO_LOW =
      "error: this token may read only; use one with the role drive\n";

  @TempDir static Path directory;

  private static GuardedNode node;

  @TempDir Path elsewhere;

  @BeforeAll
  static void start() {
    node = GuardedNode.start(directory, "playbook:" + Checkout.example("chat.yaml"));
    var kept =
        CommandLine.in(directory)
            .run("run", "--session", "s1", "Keep", "--url", node.url(), "--token-file", "driver");
    assertThat(kept.exit()).as(kept.toString()).isZero();
  }

  @AfterAll
  static void end() {
    node.close();
  }

  private Ended with(String tokenFile, String... words) {
    return CommandLine.in(elsewhere)
        .run(
            Stream.concat(
                    Stream.of(words), Stream.of("--url", node.url(), "--token-file", tokenFile))
                .toArray(String[]::new));
  }

  @Test
  void aChatTakesItsTurnsInTheNode() {
    var lines = CommandLine.in(elsewhere).input("Keep 17 and 25.\n\nWhat is their sum?\n/exit\n");
    var talk =
        lines.run("chat", "--json", "--url", node.url() + "/", "--token-file", node.driver());

    assertThat(talk.exit()).as(talk.toString()).isZero();
    assertThat(talk.json()).extracting(turn -> turn.path("turnId").asInt()).containsExactly(1, 2);
    assertThat(talk.json().path(1).path("value").path("sum").asInt()).isEqualTo(42);

    var session = talk.json().path(0).path("sessionId").asText();
    var more = CommandLine.in(elsewhere).input("And the sum again?\n");
    var again = more.run("chat", session, "--url", node.url(), "--token-file", node.driver()).out();
    assertThat(again).contains("\"sum\" : 42");
    assertThat(with(node.driver(), "chat", "none").exit()).isEqualTo(4);
  }

  @Test
  void watchTellsTheEventsToAReader() {
    var watched = with(node.reader(), "watch", "--json", "--until-idle", "s1");

    assertThat(watched.exit()).as(watched.toString()).isZero();
    assertThat(watched.out())
        .isEqualTo(with(node.driver(), "watch", "--json", "--until-idle", "s1").out());
    assertThat(watched.out().lines().map(line -> new Ended(0, line, "").json().path("type")))
        .extracting(JsonNode::asText)
        .startsWith("session-started", "turn-opened")
        .contains("turn-ended");
    var last = with(node.reader(), "watch", "--after", "3", "--until-idle", "s1").out();
    assertThat(last.lines().count()).isEqualTo(watched.out().lines().count() - 3);
    assertThat(with(node.reader(), "watch", "none").exit()).isEqualTo(4);
  }

  @Test
  void watchTakesItsTokenFromAVariableOfAnyName() {
    var line = CommandLine.in(elsewhere).variables(Map.of("MINE", GuardedNode.READER));
    var words = List.of("watch", "s1", "--until-idle", "--url", node.url());

    var refused = line.run(words.toArray(String[]::new));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo("error: no bearer token; name one with --token-file FILE or FRACTAL_TOKEN\n");
    var named = Stream.concat(words.stream(), Stream.of("--token-variable", "MINE"));
    assertThat(line.run(named.toArray(String[]::new)).exit()).isZero();
  }

  @Test
  void watchSaysThatNobodyIsAtTheAddress() {
    var ended =
        CommandLine.in(elsewhere).run("watch", "s1", "--json", "--url", "http://127.0.0.1:1");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.json().at("/error/type").asText()).isEqualTo("NodeUnreachable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"show", "events", "steps", "messages", "heads", "tree", "cost", "vars", "edges"})
  void aReaderReads(String verb) {
    var read = with(node.reader(), verb, "--json", "s1");

    assertThat(read.exit()).as(read.toString()).isZero();
    assertThat(read.out()).isEqualTo(with(node.driver(), verb, "--json", "s1").out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run x",
        "turn s1 x",
        "fork s1 x",
        "attach s1 x",
        "resume s1",
        "pause s1",
        "stop s1",
        "cancel s1 --turn 1",
        "purge s1 --yes",
        "compact s1",
        "chat"
      })
  void aReaderThatDrivesGetsOneSentence(String words) {
    var before = with(node.driver(), "events", "--json", "s1").out();
    var refused = with(node.reader(), words.split(" ", -1));

    assertThat(refused).isEqualTo(new Ended(1, "", TOO_LOW));
    var document = with(node.reader(), (words + " --json").split(" ", -1));
    assertThat(document.exit()).isEqualTo(1);
    assertThat(document.err()).isEmpty();
    assertThat(document.json().at("/error/type").asText()).isEqualTo("RoleTooLow");
    assertThat(with(node.driver(), "events", "--json", "s1").out()).isEqualTo(before);
  }

  @Test
  void aReadersTalkInASessionEndsWithTheSentence() {
    var line = CommandLine.in(elsewhere).input("What is their sum?\n");
    var ended = line.run("chat", "s1", "--url", node.url(), "--token-file", node.reader());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).endsWith(TOO_LOW);
  }

  @Test
  void theNodesOwnTokenFileDrives() {
    var own = directory.resolve("tokens").toString();
    assertThat(with(own, "turn", "s1", "What is their sum?").out()).contains("\"sum\" : 42");
  }

  @Test
  void theVariableIsSentAndAnUnknownTokenIsNotRepeated() {
    var line = CommandLine.in(elsewhere);
    var driver = line.variables(Map.of("FRACTAL_TOKEN", " " + GuardedNode.DRIVER + "\r\n"));
    assertThat(driver.run("ls", "--url", node.url()).out()).contains("s1");

    var stranger = line.variables(Map.of("FRACTAL_TOKEN", "stranger-0123456789"));
    assertThat(stranger.run("ls", "--url", node.url()))
        .isEqualTo(
            new Ended(
                1,
                "",
                "error: the bearer token is unknown; name one with --token-file FILE or"
                    + " FRACTAL_TOKEN\n"));
    assertThat(line.variables(Map.of("FRACTAL_TOKEN", "")).run("ls", "--url", node.url()).err())
        .contains("no bearer token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing but this\n", "tök-en-0123456789 drive\n", "a\u0007b\n"})
  void aFileWithoutATokenThatCanBeSentIsRefusedBeforeTheNodeIsAsked(String text)
      throws IOException {
    var file = Files.writeString(elsewhere.resolve("mine"), text);
    var ended = with(file.toString(), "ls", "--json");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.json().at("/error/type").asText()).isEqualTo("BadUsage");
    assertThat(ended.json().at("/error/message").asText())
        .startsWith("--token-file ")
        .contains("mine has ")
        .doesNotContain("0123456789");
    assertThat(with("missing", "ls").err()).contains("--token-file", "missing cannot be read");
  }
}
