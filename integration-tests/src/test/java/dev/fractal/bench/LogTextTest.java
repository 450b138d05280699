package dev.fractal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogTextTest {
  private static final Pattern LINE =
      Pattern.compile("\\S+ \\w+ \\[[\\w-]+] .* user=\\d+ ip=10(\\.\\d+){3} took=\\d+ms");

  @Test
  void oneSeedIsOneText() {
    assertThat(LogText.of(100, 1)).isEqualTo(LogText.of(100, 1)).isNotEqualTo(LogText.of(100, 2));
  }

  @Test
  void everyLineIsAnEntryAndTheyAreAsLongAsPromised() {
    var text = LogText.of(10_000, 3);

    assertThat(text.lines()).hasSize(10_000).allMatch(line -> LINE.matcher(line).matches());
    assertThat(text.length() / 10_000.0).isBetween(77.0, 78.0);
  }
}
