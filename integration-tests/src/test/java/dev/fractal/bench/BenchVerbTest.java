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
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class BenchVerbTest {
  /** A program that answers every task with the same. */
  private static final String LIAR =
      """
      #!/bin/sh
      echo '{"millis":[1,1,1,1],"answers":["1","1","1","1"],"peakMib":1}'
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @Test
  void lanesPrintsThePipelineAndTheRaceBesideTheirFloors() throws JsonProcessingException {
    var document = document("lanes", "--lanes", "3", "--rounds", "1");

    assertThat(document.get("pipeline").get("longest").doubleValue())
        .isLessThan(document.get("pipeline").get("median").doubleValue());
    assertThat(document.get("race").get("fast").doubleValue())
        .isLessThan(document.get("race").get("median").doubleValue());
    assertThat(document.get("race").get("slowest").doubleValue()).isLessThan(4);
    assertThat(document.get("reaches")).hasSize(2).allMatch(reach -> reach.get("met").isBoolean());
  }

  @Test
  void stepsPrintsOneDocumentWithEveryRateAndReach() throws JsonProcessingException {
    var document =
        document(
            "steps", "--sessions", "1,3,32", "--seconds", "0.1", "--rounds", "1", "--turns", "20");

    assertThat(document.get("rates").findValuesAsText("sessions")).containsExactly("1", "3", "32");
    assertThat(document.get("setting").get("store").textValue()).isEqualTo("H2");
    document
        .get("rates")
        .forEach(
            rate -> {
              assertThat(rate.get("floor").doubleValue()).isPositive();
              assertThat(rate.get("kernel").doubleValue()).isPositive();
              assertThat(rate.get("freshCells").doubleValue()).isPositive();
              assertThat(rate.get("noKernel").doubleValue()).isPositive();
            });
    assertThat(document.get("reaches")).hasSize(5).allMatch(reach -> reach.get("met").isBoolean());
    assertThat(document.get("step").get("samples").intValue()).isPositive();
  }

  @Test
  void stepsOnPostgresPrintsRatesWithoutTheReachesOfH2() throws JsonProcessingException {
    var document =
        document(
            "steps",
            "--store",
            "postgres",
            "--sessions",
            "2",
            "--seconds",
            "0.1",
            "--rounds",
            "1",
            "--turns",
            "20");

    assertThat(document.get("setting").get("store").textValue()).isEqualTo("POSTGRES");
    assertThat(document.get("rates").findValuesAsText("sessions")).containsExactly("2");
    assertThat(document.get("rates").get(0).get("freshCells").doubleValue()).isPositive();
    assertThat(document.get("reaches").findValuesAsText("name"))
        .containsExactly("turn 20 / turn 10");
    assertThat(directory.resolve("postgres/postgres/data/postmaster.pid")).doesNotExist();
  }

  @Test
  void kernelPrintsOneDocumentWithEveryTaskAndPiece() throws JsonProcessingException {
    var document = document("kernel", "--rounds", "1", "--lines", "300");

    assertThat(document.get("tasks").findValuesAsText("name"))
        .containsExactly("job", "regex", "json", "numbers", "strings", "map");
    assertThat(document.get("tasks")).allMatch(task -> task.get("failure").isNull());
    boolean beside = !document.get("setting").get("node").isNull();
    document
        .get("tasks")
        .forEach(
            task -> {
              assertThat(task.get("kernel").get("cold").doubleValue()).isPositive();
              assertThat(task.get("kernel").get("warm").doubleValue()).isPositive();
              assertThat(task.get("ratio").path("cold").isNumber()).isEqualTo(beside);
            });
    assertThat(document.get("setting").get("units").intValue()).isBetween(10_000, 11_000);
    for (var piece : List.of("opening", "freshCell", "reopening")) {
      assertThat(document.get(piece).get("wall").doubleValue()).isPositive();
    }
    assertThat(document.get("reaches"))
        .anyMatch(reach -> reach.get("name").textValue().equals("opening"));
  }

  @Test
  void kernelWithoutNodePrintsNoRatio() throws JsonProcessingException {
    var document =
        document(
            "kernel",
            "--rounds",
            "1",
            "--lines",
            "20",
            "--node",
            "no-such-program",
            "--engine",
            "graaljs");

    assertThat(document.get("setting").get("engine").textValue()).isEqualTo("graaljs");
    assertThat(document.get("setting").get("node").isNull()).isTrue();
    assertThat(document.get("tasks"))
        .allMatch(task -> task.get("ratio").isNull() && task.get("node").isNull());
  }

  @Test
  void kernelRefusesAnswersThatDifferFromNodes() throws IOException {
    var liar = Files.writeString(directory.resolve("liar"), LIAR);
    assertThat(liar.toFile().setExecutable(true)).isTrue();

    int code = run("bench", "kernel", "--rounds", "1", "--lines", "20", "--node", liar.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the answers of job differ: ");
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
    assertRefused("--turns 3 is too low", "steps", "--turns", "3");
    assertRefused("--sessions 8,0 is out of range", "steps", "--sessions", "8,0");
    assertRefused("--store oracle is unknown", "steps", "--store", "oracle");
    assertRefused("--engine hermes is unknown", "kernel", "--engine", "hermes");
    assertRefused("--lines 0 is out of range", "kernel", "--lines", "0");
  }

  private void assertRefused(String sentence, String verb, String... words) {
    err.reset();
    assertThat(run(joined(List.of(List.of("bench", verb), List.of(words))))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence).hasLineCount(1);
  }

  private JsonNode document(String... words) throws JsonProcessingException {
    var all =
        joined(
            List.of(
                List.of("bench"),
                List.of(words),
                List.of("--json", "--data", directory.toString())));
    assertThat(run(all)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return new JsonMapper().readTree(out.toString(StandardCharsets.UTF_8));
  }

  private static String[] joined(List<List<String>> words) {
    return words.stream().flatMap(List::stream).toArray(String[]::new);
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
