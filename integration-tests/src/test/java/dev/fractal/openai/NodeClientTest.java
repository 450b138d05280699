package dev.fractal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program {@code client.mjs} runs once; the tests look at what it got. */
@Tag("node")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeClientTest {
  private static final Path SOURCES = Path.of("src/test/node").toAbsolutePath();
  private static final Path PLACE = Path.of("target/openai-node").toAbsolutePath();
  private static final int PATIENCE_MINUTES = 4;

  private ChatNode node;
  private JsonNode seen;

  @BeforeAll
  void run(@TempDir Path directory) throws Exception {
    Files.createDirectories(PLACE);
    for (var file : List.of("package.json", "package-lock.json", "client.mjs")) {
      Files.copy(SOURCES.resolve(file), PLACE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    output(directory, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    node = ChatNode.start(directory);
    seen =
        new JsonMapper()
            .readTree(output(directory, "node", "client.mjs", node.url(), ChatNode.TOKEN));
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  private static String output(Path directory, String... command) throws Exception {
    var out = directory.resolve(command[0] + ".out");
    var err = directory.resolve(command[0] + ".err");
    try {
      var process =
          new ProcessBuilder(command)
              .directory(PLACE.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended && process.exitValue() == 0)
          .withFailMessage(
              "'%s' did not succeed: %s%s",
              String.join(" ", command), Files.readString(out), Files.readString(err))
          .isTrue();
      return Files.readString(out);
    } catch (IOException e) {
      throw new AssertionError(
          "'"
              + command[0]
              + "' cannot be started; this test needs Node 18 or newer with npm, see"
              + " docs/CONTRIBUTING.md",
          e);
    }
  }

  @Test
  void theModelsAreThoseThatTheNodeOffers() {
    assertThat(seen.path("models")).extracting(JsonNode::asText).contains("fractal", "second");
  }

  @Test
  void aWholeAnswerIsRead() {
    var first = seen.path("first");
    assertThat(first.at("/choices/0/message/content").asText()).isEqualTo("It is prepared.");
    assertThat(first.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(first.at("/usage/total_tokens").asInt()).isEqualTo(110);
  }

  @Test
  void theSameRequestTwiceIsOneTurn() throws Exception {
    assertThat(seen.path("again")).isEqualTo(seen.path("first"));
    var session =
        seen.at("/first/id").asText().replaceFirst("^chatcmpl-", "").replaceFirst("-1$", "");
    assertThat(node.modelCalls(session)).isEqualTo(2);
  }

  @Test
  void aSecondMessageIsStreamedAndGoesOnWithTheSessionsVariables() {
    var streamed = seen.path("streamed");
    assertThat(streamed.path("content").asText()).isEqualTo("{\"count\":2}");
    assertThat(streamed.path("reasoning").asText()).contains("I add to what is there.");
    assertThat(streamed.path("finish").asText()).isEqualTo("stop");
    assertThat(streamed.at("/usage/prompt_tokens").asInt()).isEqualTo(200);
  }

  @Test
  void errorsHaveTheFormThatTheClientReads() {
    assertThat(seen.at("/unknownModel/name").asText()).isEqualTo("NotFoundError");
    assertThat(seen.at("/unknownModel/code").asText()).isEqualTo("model_not_found");
    assertThat(seen.at("/severalAnswers/name").asText()).isEqualTo("BadRequestError");
    assertThat(seen.at("/severalAnswers/param").asText()).isEqualTo("n");
    assertThat(seen.at("/badToken/name").asText()).isEqualTo("AuthenticationError");
    assertThat(seen.at("/badToken/code").asText()).isEqualTo("invalid_api_key");
  }

  @Test
  void aTurnWithoutAValueIsAnErrorWholeAndStreamed() {
    assertThat(seen.at("/aborted/name").asText()).isEqualTo("InternalServerError");
    assertThat(seen.at("/abortedStream/code").asText())
        .isEqualTo(seen.at("/aborted/code").asText())
        .isNotEmpty();
  }
}
