package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What people read is what the documents say that the golden file keeps. */
final class GlanceTextTest {
  private static String shown(String name) throws IOException {
    try (var golden = GlanceTextTest.class.getResourceAsStream("/dev/fractal/view/documents.txt")) {
      var document =
          new String(golden.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith(name + " "))
              .findFirst()
              .orElseThrow()
              .substring(name.length() + 1);
      return new GlanceText(new ObjectMapper().readTree(document), new Style(false, false))
          .render();
    }
  }

  @Test
  void whatIsLeftOfEachLimitIsTold() throws IOException {
    assertThat(shown("limited"))
        .contains(
            "0.05 of 0.1 US dollars left, 0.05 promised",
            "50000 of 100000 tokens left, 50000 promised",
            "1 of 3 sessions left, 1 promised",
            "budget ends")
        .doesNotContain("model calls");
  }

  @Test
  void aSessionWithoutLimitsHasNoBudget() throws IOException {
    assertThat(shown("session")).doesNotContain("budget");
  }
}
