package dev.fractal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.node.LocalNode;
import dev.fractal.proof.InProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clients that {@code docs/http.md} prints do what it says, as they are printed. */
@Timeout(600)
final class PrintedClientsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String PRINTED_AT = "http://127.0.0.1:8080";
  private static final String SAID = "{\"sum\":42}";
  private static final int PATIENCE_MINUTES = 4;

  @TempDir static Path directory;

  private static LocalNode node;

  @BeforeAll
  static void start() {
    node =
        InProcess.startHttp(
            directory,
            "playbook:" + ROOT.resolve("examples/chat.yaml"),
            Map.of("fractal.session.ask-timeout", "20s"));
  }

  @AfterAll
  static void end() {
    node.close();
  }

  /** The only block of a language, at the address of this test's node. */
  private static String printed(String language) throws IOException {
    var page = Files.readString(ROOT.resolve("docs/http.md"));
    var blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(blocks).singleElement().asString().contains(PRINTED_AT);
    assertThat(page).contains("both programs print `" + SAID + "`");
    return blocks
        .getFirst()
        .replace(PRINTED_AT, node.entrance().orElseThrow().address().toString());
  }

  @Test
  @Tag("slow")
  void theJavaProgram(@TempDir Path place) throws Exception {
    Files.writeString(place.resolve("Chat.java"), printed("java"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    assertThat(output(place, List.of(java, "-cp", classPath(), "Chat.java"))).isEqualTo(SAID);
  }

  /** Of this test, which holds the client and what it needs. */
  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  @Test
  @Tag("node")
  void theNodeProgram(@TempDir Path place) throws Exception {
    for (var file : List.of("package.json", "package-lock.json")) {
      Files.copy(Path.of("src/test/node", file), place.resolve(file));
    }
    Files.writeString(place.resolve("chat.mjs"), printed("js"));
    output(place, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));

    assertThat(output(place, List.of("node", "chat.mjs"))).isEqualTo(SAID);
  }

  private static String output(Path place, List<String> command) throws Exception {
    var out = place.resolve("out");
    var err = place.resolve("err");
    var process =
        new ProcessBuilder(command)
            .directory(place.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
          .as("'%s' ends", command.getLast())
          .isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      return Files.readString(out);
    } finally {
      process.destroyForcibly();
    }
  }
}
