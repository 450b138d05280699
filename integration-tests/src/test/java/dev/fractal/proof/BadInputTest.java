package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input to a process where there is no store yet: one sentence, and nothing is left behind. */
@Timeout(120)
final class BadInputTest {
  private static final String OK = "playbook:ok.yaml";

  @TempDir Path directory;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(directory.resolve("ok.yaml"), "clauses:\n  - {default: true, reply: ok}\n");
    Files.writeString(
        directory.resolve("bad.yaml"), "clauses:\n  - match: x\n    delay: soon\n    reply: y\n");
    Files.writeString(directory.resolve("broken.yaml"), "clauses:\n  - match: [x\n    reply: y\n");
    Files.write(directory.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("ok.txt"), "fine");
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        bad(4, "session 'nope' is unknown", "show", "nope"),
        bad(4, "session 'nope' is unknown", "turn", "nope", "go"),
        bad(4, "session 'nope' is unknown", "resume", "nope"),
        bad(1, "'wat:x' does not name a model", "run", "--model", "wat:x", "go"),
        bad(1, "OPENAI_API_KEY", "run", "--model", "openai:gpt-5", "go"),
        bad(1, "none.yaml", "run", "--model", "playbook:none.yaml", "go"),
        bad(1, "bad.yaml', line 3, has 'soon'", "run", "--model", "playbook:bad.yaml", "go"),
        bad(
            1,
            "broken.yaml', line 3, is not readable: expected",
            "run",
            "--model",
            "playbook:broken.yaml",
            "go"),
        bad(1, "none.txt cannot be read", "run", "--model", OK, "--input", "a=none.txt", "go"),
        bad(1, "latin.txt is not UTF-8", "run", "--model", OK, "--input", "a=latin.txt", "go"));
  }

  private static Arguments bad(int exit, String part, String... words) {
    return Arguments.of(exit, part, List.of(words));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void badInputIsOneSentenceAndLeavesNothing(int exit, String part, List<String> words)
      throws IOException {
    var before = Footprint.of(directory);

    var ended = FractalCommand.in(directory).run(words.toArray(String[]::new));

    Sentence.expect(ended, exit, part);
    assertThat(Footprint.of(directory)).isEqualTo(before);
  }
}
