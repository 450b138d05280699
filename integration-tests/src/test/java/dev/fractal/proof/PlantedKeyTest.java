package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubModelServer;
import dev.fractal.model.stub.StubReply;
import dev.fractal.model.stub.StubRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A key in the environment stays there, even if the provider quotes it in everything it says. */
@Tag("slow")
@Timeout(240)
final class PlantedKeyTest {
  private static final String KEY = "sk-planted-0f5c1d77e2";

  @TempDir Path directory;

  static Stream<Arguments> providers() {
    return Stream.of(
        Arguments.of("openai", StubFormat.OPENAI, "/v1"),
        Arguments.of("anthropic", StubFormat.ANTHROPIC, ""),
        Arguments.of("gemini", StubFormat.GEMINI, ""),
        Arguments.of("ollama", StubFormat.OLLAMA, ""));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void aFailingCallLeavesNoTraceOfTheKey(String provider, StubFormat format, String version)
      throws IOException {
    try (StubModelServer server = StubModelServer.doing(format, PlantedKeyTest::quoting)) {
      var command = FractalCommand.in(directory).variables(variables(server.root() + version));
      var model = provider + ":m";
      var told =
          List.of(
              command.run("run", "--session", "s1", "--model", model, "reject"),
              command.run("run", "--session", "s2", "--json", "--model", model, "break off"),
              command.run("events", "s1", "--json"),
              command.run("show", "s2"),
              command.run("models", "--json"));

      assertThat(told.getFirst().exit()).as(told.getFirst().toString()).isEqualTo(1);
      assertThat(told.getFirst().err() + told.getFirst().out()).contains("***");
      assertThat(told.get(2).out()).contains("model-failed", "***");
      assertThat(told).allSatisfy(ended -> assertThat(ended.toString()).doesNotContain(KEY));
    }
    assertThat(holding(KEY)).isEmpty();
    assertThat(holding("model-failed")).isNotEmpty();
  }

  private static Map<String, String> variables(String url) {
    var variables = new HashMap<String, String>();
    for (var provider : List.of("OPENAI", "ANTHROPIC", "GEMINI", "OLLAMA")) {
      variables.put(provider + "_API_KEY", KEY);
      variables.put(provider + "_BASE_URL", url);
    }
    return variables;
  }

  /** Quotes the header with the key in its errors. */
  private static StubReply quoting(StubRequest request) {
    var said =
        request.headers().values().stream()
            .filter(value -> value.contains(KEY))
            .collect(Collectors.joining(", ", "wrong: ", ""));
    return request.newest().contains("reject")
        ? new StubReply.Status(400, Map.of(), said, Duration.ZERO)
        : new StubReply.Then("half ", "{\"error\": {\"message\": \"" + KEY + "\"}}");
  }

  /** The files below the working directory, the store and the logs, in which a text stands. */
  private List<Path> holding(String text) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
