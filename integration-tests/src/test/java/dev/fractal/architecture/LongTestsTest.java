package dev.fractal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which long tests a run of CI does. */
final class LongTestsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path SCRIPT = HOME.resolve(".ci/long");
  private static final Pattern NAME =
      Pattern.compile("^  (dev\\.fractal\\.\\S+)$", Pattern.MULTILINE);

  private static Set<String> tagged() throws IOException {
    var tests = Path.of("src", "test", "java");
    try (var files = Files.walk(tests)) {
      return files
          .filter(file -> file.toString().endsWith("Test.java"))
          .filter(LongTestsTest::isLong)
          .map(file -> tests.relativize(file).toString().replace(".java", "").replace('/', '.'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isLong(Path file) {
    try {
      return Files.readString(file).contains("@Tag(\"" + "long\")");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> chosen(String hash) throws IOException {
    var process = new ProcessBuilder(SCRIPT.toString(), hash).redirectErrorStream(true).start();
    try (var lines = process.getInputStream()) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void everyLongTestIsInTheChoice() throws IOException {
    var named =
        NAME.matcher(Files.readString(SCRIPT)).results().map(match -> match.group(1)).toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(tagged());
  }

  @Test
  void aCommitHasTwoOfThemAndAllComeRound() throws IOException {
    var random = new Random(11);
    var seen = new TreeSet<String>();
    for (int commit = 0; commit < 60; commit++) {
      var hash = "%016x%08x".formatted(random.nextLong(), random.nextInt());
      var two = chosen(hash);
      assertThat(two).hasSize(2).doesNotHaveDuplicates().isEqualTo(chosen(hash));
      seen.addAll(two);
    }
    var possible = new TreeSet<>(tagged());
    if (!"root".equals(System.getProperty("user.name"))) {
      possible.remove("dev.fractal.fleet.PartitionTest");
    }
    assertThat(seen).isEqualTo(possible);
  }
}
