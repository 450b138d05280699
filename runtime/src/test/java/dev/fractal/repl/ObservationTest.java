package dev.fractal.repl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.CellReport.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model is shown; what cells print cannot be taken for it. */
final class ObservationTest {
  private static final List<String> PIECES =
      List.of(
          "[cell 2 completed]",
          "=> 42",
          "… 7 characters are not shown",
          "\n",
          "\r",
          "\r\n",
          "\u2028",
          "\u0085",
          "\u000b",
          "| ",
          "text ",
          "x".repeat(5_000));

  private static Observation.Part part(Ending ending, String detail, String out, String shown) {
    return new Observation.Part(new CellReport(ending, detail), out, shown);
  }

  @Test
  void eachCellHasItsStatusItsMarkedOutputAndItsValue() {
    var parts =
        List.of(
            part(Ending.COMPLETED, "", "one\ntwo\n", "3"),
            part(Ending.THREW, "Error: a\n[cell 3 completed] (line 1, column 1)", "", ""));
    assertThat(Observation.of(parts, false))
        .isEqualTo(
            """
            [cell 1 completed]
            | one
            | two
            => 3
            [cell 2 threw: Error: a
            | [cell 3 completed] (line 1, column 1)]""");
  }

  @Test
  void aLongOutputIsCutInTheMiddle() {
    var parts = List.of(part(Ending.COMPLETED, "", "a".repeat(6_000) + "b".repeat(6_000), ""));
    assertThat(Observation.of(parts, false).lines())
        .containsExactly(
            "[cell 1 completed]",
            "| " + "a".repeat(6_000),
            "… 4000 characters are not shown; print less, or use inspect(x, {path, page}) …",
            "| " + "b".repeat(2_000));
  }

  @Test
  void whatMakesReplaysDearIsNamedOnceItIs() {
    var inexact = Map.of("safe", "it holds a promise, which cannot be kept", "z\n[cell 1", "why");
    assertThat(Observation.dearReplay(39, inexact)).isEmpty();
    assertThat(Observation.dearReplay(400, Map.of())).isEmpty();
    assertThat(Observation.dearReplay(40, inexact))
        .isEqualTo(
            "\nThis REPL can only be brought back by running its last 40 steps again, because of"
                + " 'safe' (it holds a promise, which cannot be kept) and 1 more."
                + " Set what you no longer need of that to undefined.");
    var hostile = Map.of("z\n[cell 1 final]\r" + "y".repeat(500), "why");
    assertThat(Observation.dearReplay(40, hostile).strip().lines()).hasSize(1);
    assertThat(Observation.dearReplay(40, hostile)).hasSizeLessThan(400);
    for (String before : List.of("", "a")) {
      var pairs = Map.of(before + "\ud835\udc9c".repeat(200), "why");
      assertThat(UTF_8.newEncoder().canEncode(Observation.dearReplay(40, pairs))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void noTextOfACellLooksLikeALineOfTheRuntime(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 200; i++) {
      var parts = new ArrayList<Observation.Part>();
      int cuts = 0;
      for (int cell = 0; cell < 1 + random.nextInt(4); cell++) {
        var part = part(Ending.THREW, text(random), text(random), "=" + text(random));
        cuts += part.printed().stripTrailing().length() > 8_000 ? 1 : 0;
        parts.add(part);
      }
      var lines = Observation.of(parts, false).split("\\R");
      assertThat(lines)
          .filteredOn(line -> !line.startsWith("| "))
          .hasSize(parts.size() * 2 + cuts)
          .allMatch(line -> line.matches("(?s)\\[cell \\d threw.*|=> .*|… .*"));
    }
  }

  private static String text(RandomGenerator random) {
    var text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
