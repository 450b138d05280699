package dev.fractal.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fractal.model.ModelSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every malformed playbook gets one sentence with its file and line. */
class PlaybookComplaintsTest {
  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("unknown key", "clauses:\n  - match: a\n    rply: b\n", 3, "'rply'"),
        arguments("unknown top key", "clause:\n  - match: a\n", 1, "'clauses:'"),
        arguments("second top key", "clauses: [{reply: a}]\nmore: 1\n", 2, "'more'"),
        arguments("no reply", "clauses:\n  - {match: a, reply: b}\n  - match: c\n", 3, "'reply'"),
        arguments(
            "no reply after failures",
            "clauses:\n  - error: timeout\n    failures: 1\n",
            2,
            "'reply'"),
        arguments("bad regex", "clauses:\n  - reply: b\n    regex: '(a'\n", 3, "'(a'"),
        arguments("bad group", "clauses:\n  - regex: '(a)'\n    reply: ${2}\n", 3, "${2}"),
        arguments("bad duration", "clauses:\n  - reply: b\n    delay: 5\n", 3, "200ms"),
        arguments("bad role", "clauses:\n  - reply: b\n    role: boss\n", 3, "root, child"),
        arguments("bad step", "clauses:\n  - reply: b\n    step: one\n", 3, "'one'"),
        arguments("bad error", "clauses:\n  - reply: b\n    error: oops\n", 3, "rate-limit"),
        arguments("bad usage", "clauses:\n  - reply: b\n    usage: {input: -1}\n", 3, "'-1'"),
        arguments("fraction", "clauses:\n  - reply: b\n    usage: {input: 1.5}\n", 3, "'1.5'"),
        arguments("usage key", "clauses:\n  - reply: b\n    usage: {cost: 1}\n", 3, "cost-usd"),
        arguments("usage type", "clauses:\n  - reply: b\n    usage: 12\n", 3, "a mapping"),
        arguments("wrong type", "clauses:\n  - match: [a]\n    reply: b\n", 2, "a list"),
        arguments("failures alone", "clauses:\n  - reply: b\n    failures: 2\n", 3, "'error'"),
        arguments("default false", "clauses:\n  - reply: b\n    default: no\n", 3, "true"),
        arguments("clause type", "clauses:\n  - hello\n", 2, "a mapping"),
        arguments("no clauses", "clauses: []\n", 1, "no list of clauses"),
        arguments("empty", "", 1, "'clauses'"),
        arguments("a list", "- match: a\n", 1, "'clauses'"),
        arguments("twice", "clauses:\n  - reply: a\n    reply: b\n", 3, "reply"),
        arguments("not yaml", "clauses:\n  - match: 'a\n", 2, "not readable"),
        arguments("indent", "clauses:\n  - match: a\n   reply: b\n", 3, "not readable"),
        arguments("alias", "clauses:\n  - match: &x a\n    reply: *x\n", 3, "alias"),
        arguments("documents", "clauses: [{reply: a}]\n---\nb\n", 3, "second document"));
  }

  /** A model's name reaches any file of the machine that the node may read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "root:*:20228:0:99999:7:::\n",
        "SECRET: 'hunter2'\nSECRET: 'hunter2'\n",
        "{\"hunter2\": 1, \"hunter2\": 2}",
        "hunter2: [1\n",
        "hunter2: &hunter2 a\nb: *hunter3\n",
        "-----BEGIN hunter2-----\nhunter2\n",
        "hunter2:\n\t- hunter2\n"
      })
  void noPieceOfAFileThatIsNoPlaybookIsTold(String text) {
    for (var name : List.of("secrets.yaml", "secrets.json")) {
      assertThatThrownBy(() -> Playbook.parse(name, text))
          .isInstanceOf(ModelSpecException.class)
          .message()
          .contains(name)
          .doesNotContain("hunter", "20228", "SECRET", "BEGIN");
    }
  }

  @Test
  void whatIsNoFileIsNotRead(@TempDir Path directory) throws Exception {
    var pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (var file : List.of(pipe, Path.of("/dev/zero"), directory)) {
      assertThatThrownBy(() -> Playbook.read(file))
          .isInstanceOf(ModelSpecException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void aMalformedPlaybookIsNamedWithItsLine(String name, String text, int line, String said) {
    assertThatThrownBy(() -> Playbook.parse("bad.yaml", text))
        .isInstanceOf(ModelSpecException.class)
        .message()
        .startsWith("the playbook 'bad.yaml', line " + line + ", ")
        .contains(said)
        .doesNotContain("\n");
  }

  @Test
  void brokenJsonIsNamedWithItsLine() {
    assertThatThrownBy(() -> Playbook.parse("bad.json", "{\n \"clauses\": [ }\n"))
        .isInstanceOf(ModelSpecException.class)
        .message()
        .startsWith("the playbook 'bad.json', line 2, is not readable");
  }

  @Test
  void aMissingFileADirectoryAndForeignBytesEachGetASentence(@TempDir Path directory)
      throws IOException {
    Path binary = directory.resolve("b.yaml");
    Files.write(binary, new byte[] {(byte) 0xC3, 0x28});

    assertThat(complaint(directory.resolve("none.yaml"))).contains("does not exist");
    assertThat(complaint(directory)).contains("is a directory");
    assertThat(complaint(binary)).contains("not UTF-8");
  }

  private static String complaint(Path file) {
    try {
      Playbook.read(file);
      return "none";
    } catch (ModelSpecException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
