package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Java programs of {@code examples/} are what readers copy: they compile, and they run. */
@Tag("slow")
@Timeout(300)
final class ExampleProgramTest {
  private static final String ANSWER =
      "turn 1 in 1 step: Finished[value=Inline[text=1229]]" + System.lineSeparator();

  @Test
  void aProgramWithANodeInsideRunsItsTurnOnceThoughItIsRunTwice(@TempDir Path data) {
    assertThat(ExampleProgram.run("EmbedNode.java", data)).isEqualTo(ANSWER);
    assertThat(ExampleProgram.run("EmbedNode.java", data)).isEqualTo(ANSWER);
  }

  @Test
  void everyProgramCompilesWithoutAWarning(@TempDir Path classes) throws IOException {
    try (var files = Files.list(Checkout.root().resolve("examples"))) {
      var programs = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(programs).hasSize(2);
      for (var program : programs) {
        assertThat(complaints(program, classes)).as(program.toString()).isEmpty();
      }
    }
  }

  private static String complaints(Path program, Path classes) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options =
          List.of(
              "-proc:none",
              "-Xlint:all,-classfile,-processing",
              "-d",
              classes.toString(),
              "-cp",
              ClassDataArchive.classPath());
      var sources = files.getJavaFileObjects(program);
      boolean compiled = compiler.getTask(said, files, null, options, null, sources).call();
      return compiled ? said.toString() : "does not compile: " + said;
    }
  }
}
