package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  @TempDir Path directory;

  static Stream<Arguments> inputs() {
    return Stream.of(
        bad("which verb?"),
        bad("'frobnicate' is not a verb", "frobnicate"),
        bad("'--bogus' is not understood", "ls", "--bogus"),
        bad("Missing required parameter: 'MESSAGE'", "run"),
        bad("no model is chosen", "run", "go"),
        bad("the message is empty", run("  ")),
        bad("'a b' is not a session id", run("go", "--session", "a b")),
        bad("is not NAME=FILE", run("go", "--input", "doc")),
        bad("is not NAME=FILE", run("go", "--input", "a-b=doc.txt")),
        bad("cannot be read (no such file)", run("go", "--input", "doc=none.txt")),
        bad("is a directory", run("go", "--input", "doc=.")),
        bad("is not UTF-8 at byte 70000", run("go", "--input", "doc=latin.txt")),
        bad("is given twice", run("go", "--input", "a=ok.txt", "--input", "a=ok.txt")),
        bad("is not a duration", run("go", "--timeout", "5")),
        bad("is not a duration", run("go", "--timeout", "0s")),
        bad("is too low", run("go", "--max-steps", "0")),
        bad("'many' is not an int", run("go", "--max-steps", "many")),
        bad("use queue or reject", run("go", "--if-busy", "wait")),
        bad("use locked-down, default or trusted", run("go", "--profile", "root")),
        bad("has 1 to 200 characters", run("go", "--request-id", "k".repeat(201))),
        bad("--budget-usd 'much' is not a number", run("go", "--budget-usd", "much")),
        bad("a budget has no 'money'", run("go", "--budget", "{\"money\": 1}")),
        bad("--max-depth -1 is too low", run("go", "--max-depth", "-1")),
        bad("is neither a JSON object nor a file", run("go", "--tighten", "none.json")),
        bad("is not a JSON object of gates", run("go", "--tighten", "{\"read\": ")),
        bad("there is no gate 'depth'", run("go", "--tighten", "{\"depth\": 1}")),
        bad("may only tighten the gate 'write'", run("go", "--tighten", "{\"write\": \"allow\"}")),
        bad("s.json cannot be read (no such file)", run("go", "--schema", "s.json")),
        bad("ok.txt: this is not JSON", run("go", "--schema", "ok.txt")),
        bad("the schema cannot be used", run("go", "--schema", "type.json")),
        bad("model 'wat:x' is unknown", "run", "go", "--model", "wat:x"),
        bad("there is no data directory at", "ls", "--data", "nowhere"),
        bad("is too low", "ls", "--limit", "0"),
        bad("is not a head id", "fork", "s1", "--head", "newest"),
        bad("'a b' is not a session id", "fork", "s1", "--session", "a b"),
        bad("add a MESSAGE", "fork", "s1", "--max-steps", "3"),
        bad("Missing required parameter: 'MESSAGE'", "attach", "s1"),
        bad("exclude each other", "cancel", "s1", "--turn", "1", "--child", "c"),
        bad("'a b' is not a session id", "cancel", "s1", "--child", "a b"),
        bad("purge takes --yes", "purge", "s1"),
        bad("is not a payload id", "payload", "sha256:xyz"),
        bad("there is no .fractal directory", "payload", "sha256:" + "0".repeat(64)),
        bad("there is nothing to check", "check"),
        bad("--data", run("go", "--data", "ok.txt")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turn nope go",
        "chat nope",
        "resume nope",
        "fork nope",
        "attach nope go",
        "pause nope",
        "purge nope --yes",
        "stop nope",
        "cancel nope",
        "compact nope",
        "show nope",
        "events nope",
        "steps nope",
        "messages nope",
        "heads nope",
        "cost nope",
        "vars nope"
      })
  void anUnknownSessionEndsWithFour(String words) throws IOException {
    var rig = rig();
    var outcome = rig.run(words.split(" ", -1));
    assertThat(outcome.exit()).isEqualTo(4);
    assertThat(outcome.err().strip())
        .startsWith("error: session 'nope' is unknown")
        .hasLineCount(1);
    assertThat(directory.resolve(".fractal")).doesNotExist();
  }

  private static Arguments bad(String sentence, String... words) {
    return Arguments.of(sentence, words);
  }

  private static String[] run(String... more) {
    return Stream.concat(Stream.of("run", "--model", "openai:x"), Stream.of(more))
        .toArray(String[]::new);
  }

  private CommandLineRig rig() throws IOException {
    Files.writeString(directory.resolve("ok.txt"), "fine");
    Files.writeString(directory.resolve("type.json"), "{\"type\": 7}");
    var latin = new byte[70_010];
    Arrays.fill(latin, (byte) 'a');
    latin[70_000] = (byte) 0xe4;
    Files.write(directory.resolve("latin.txt"), latin);
    var rig = new CommandLineRig(directory);
    rig.models =
        spec -> {
          if (spec.startsWith("wat:")) {
            throw new ModelSpecException("model '" + spec + "' is unknown; use openai:NAME");
          }
        };
    return rig;
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void badInputIsOneSentenceAndLeavesNothingBehind(String sentence, String[] words)
      throws IOException {
    var rig = rig();
    var outcome = rig.run(words);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().strip()).startsWith("error: ").contains(sentence).hasLineCount(1);
    assertThat(rig.launches).isZero();
    assertThat(directory.resolve(".fractal")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void badInputIsOneDocumentWhenOneIsAskedFor(String sentence, String[] words) throws IOException {
    var more = Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new);
    if (words.length > 0 && !words[0].equals("frobnicate")) {
      var outcome = rig().run(more);
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.json().at("/error/message").asText()).contains(sentence);
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void anUnknownSessionInAStoreEndsWithFour() throws IOException {
    assertThat(rig().withStore().run("show", "nope").exit()).isEqualTo(4);
    assertThat(rig().run("turn", "nope", "--model", "openai:x", "go").exit()).isEqualTo(4);
  }

  @Test
  void aStoreThatCannotBeOpenedIsOneSentenceAndItsNewDirectoryIsRemoved() throws IOException {
    var rig = rig();
    rig.beforeLaunch =
        () -> {
          throw new CliException("StoreInUse", "the store is in use by process 7", Exit.ERROR);
        };
    var outcome = rig.run(run("go"));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err().strip()).isEqualTo("error: the store is in use by process 7");
    assertThat(directory.resolve(".fractal")).doesNotExist();
  }

  @Test
  void aDefectIsOneSentenceWithThePlaceOfTheLog() throws IOException {
    var rig = rig().withStore();
    rig.beforeLaunch =
        () -> {
          throw new IllegalStateException("a bug");
        };
    var outcome = rig.run(run("go"));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err().strip())
        .startsWith("error: unexpected IllegalStateException; the details are in ")
        .endsWith("fractal.log")
        .hasLineCount(1);
  }

  @Test
  void textThatIsNotUtf8OnStandardInputIsRefused() throws IOException {
    var rig = rig();
    rig.input = new byte[] {'o', 'k', (byte) 0xff};
    assertThat(rig.run(run("-")).err()).contains("the message is not UTF-8 at byte 2");
  }
}
