package dev.fractal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.cli.CliEnvironment;
import dev.fractal.cli.Console;
import dev.fractal.cli.Fractal;
import dev.fractal.cli.Launchers;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BenchVerbTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @Test
  void stepsPrintsOneDocumentWithEveryRateAndReach() throws JsonProcessingException {
    var document = document("steps", "--seconds", "0.1", "--rounds", "1", "--turns", "20");

    assertThat(document.get("rates").findValuesAsText("sessions")).containsExactly("1", "8", "32");
    document
        .get("rates")
        .forEach(
            rate -> {
              assertThat(rate.get("floor").doubleValue()).isPositive();
              assertThat(rate.get("kernel").doubleValue()).isPositive();
              assertThat(rate.get("freshCells").doubleValue()).isPositive();
              assertThat(rate.get("noKernel").doubleValue()).isPositive();
            });
    assertThat(document.get("reaches")).hasSize(4).allMatch(reach -> reach.get("met").isBoolean());
    assertThat(document.get("step").get("samples").intValue()).isPositive();
  }

  @Test
  void resumePrintsOneDocumentWithEveryAge() throws JsonProcessingException {
    var document = document("resume", "--rounds", "1", "--turns", "20");

    assertThat(document.get("sessions").findValuesAsText("turns")).containsExactly("1", "2", "20");
    assertThat(document.get("reaches")).hasSize(4).allMatch(reach -> reach.get("met").isBoolean());
  }

  @Test
  void treePrintsOneDocumentWithEveryReach() throws JsonProcessingException {
    var document = document("tree", "--rounds", "1", "--levels", "1", "--waiting", "20");

    assertThat(document.get("tree").get("sessions").intValue()).isEqualTo(9);
    assertThat(document.get("wide").get("samples").intValue()).isEqualTo(1);
    assertThat(document.get("waiting").get("seconds").doubleValue()).isGreaterThan(3);
    assertThat(document.get("reaches")).hasSize(4).allMatch(reach -> reach.get("met").isBoolean());
  }

  @Test
  void readersPrintsOneDocumentAfterEveryReaderGotEveryEvent() throws JsonProcessingException {
    var document = document("readers", "--rounds", "1", "--readers", "7");

    assertThat(document.get("setting").get("readers").intValue()).isEqualTo(7);
    assertThat(document.get("events").intValue()).isGreaterThan(2 * ReadTurns.STEPS);
    assertThat(document.get("read").doubleValue()).isPositive();
    assertThat(document.get("reaches")).hasSize(1).allMatch(reach -> reach.get("met").isBoolean());
  }

  @Test
  void aLineThatComesInPiecesIsOneEvent() {
    var count = new EventCount();
    for (var piece : new String[] {"HTTP/1.1 200 OK\r\n\r\nc\r\nretry", ": 1000\n\n\r\n9\r\ni"}) {
      count.take(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)));
    }
    assertThat(count.isAnswered()).isTrue();
    assertThat(count.events()).isZero();

    for (var piece : new String[] {"d: 7\ndata: {\"id: \"}\n", "\nid: 8\n"}) {
      count.take(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)));
    }
    assertThat(count.events()).isEqualTo(2);
  }

  @Test
  void badSettingsAreOneSentence() {
    assertThat(run("bench", "steps", "--turns", "3")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--turns 3 is too low")
        .hasLineCount(1);
  }

  private JsonNode document(String... words) throws JsonProcessingException {
    var all = new String[words.length + 4];
    all[0] = "bench";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--json";
    all[words.length + 2] = "--data";
    all[words.length + 3] = directory.toString();
    assertThat(run(all)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return new JsonMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private int run(String... words) {
    var console =
        new Console(InputStream.nullInputStream(), print(out), print(err), Console.Terminals.NONE);
    var launchers =
        new Launchers(
            (_, _, _) -> {
              throw new AssertionError("a benchmark starts its own node");
            },
            _ -> {
              throw new AssertionError("a benchmark reads no store");
            },
            _ -> {
              throw new AssertionError("a benchmark checks no store");
            },
            _ -> {
              throw new AssertionError("a benchmark starts no cluster");
            },
            _ -> {},
            text -> text);
    return Fractal.run(
        words, new CliEnvironment(console, Map.of(), directory, launchers, _ -> () -> {}));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
