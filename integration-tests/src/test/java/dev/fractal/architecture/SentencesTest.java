package dev.fractal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is told about errors is the same at every way in; only the command line names commands. */
final class SentencesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> MODULES =
      List.of("protocol", "persistence", "runtime", "cluster-config");
  private static final Path CLI = Path.of("dev", "fractal", "cli");
  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern COMMAND = Pattern.compile("bin/fractal\\b|[`']fractal [a-z]");

  @Test
  void noSentenceOutsideOfTheCommandLineNamesACommand() throws IOException {
    for (var module : MODULES) {
      var sources = ROOT.resolve(Path.of(module, "src", "main", "java"));
      try (var files = Files.walk(sources)) {
        var naming =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !sources.relativize(file).startsWith(CLI))
                .flatMap(SentencesTest::naming)
                .toList();
        assertThat(naming).isEmpty();
      }
    }
  }

  @Test
  void theRuleCanFail() {
    assertThat(named("throw new Bad(\"it is gone; 'bin/fractal check' looks\");")).isTrue();
    assertThat(named("\"it is \\\"gone\\\"; `fractal ls` lists them\"")).isTrue();
    assertThat(named("/** What {@code bin/fractal} starts. */")).isFalse();
    assertThat(named("\"fractal.http.port\"")).isFalse();
  }

  private static Stream<String> naming(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(SentencesTest::named)
          .map(line -> ROOT.relativize(file) + ": " + line.strip());
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  private static boolean named(String line) {
    return LITERAL.matcher(line).results().anyMatch(it -> COMMAND.matcher(it.group()).find());
  }
}
