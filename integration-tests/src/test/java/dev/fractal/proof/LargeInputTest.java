package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An input that is far larger than the heap leaves room for. */
@Timeout(300)
final class LargeInputTest {
  private static final int LINES = 2_000_000;
  private static final int LINE = 100;
  private static final int NEEDLE_EVERY = 250_000;

  @Test
  void twoHundredMegabytesAreGreppedAndReadInChunksWithHalfAGigabyte(@TempDir Path directory)
      throws IOException {
    var file = directory.resolve("big.txt");
    write(file);
    assertThat(Files.size(file)).isEqualTo(200_000_000);
    Files.writeString(directory.resolve("playbook.yaml"), PLAYBOOK);

    var ended =
        FractalCommand.in(directory)
            .options("-Xmx512m")
            .run(
                "run",
                "--json",
                "--model",
                "playbook:playbook.yaml",
                "--input",
                "big=big.txt",
                "Find the needles.");

    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    var value = ended.json().path("value");
    assertThat(value.path("length").asLong()).isEqualTo(200_000_000);
    assertThat(value.path("needles").toString()).isEqualTo(needles());
    assertThat(value.path("characters").asLong()).isEqualTo(200_000_000);
    assertThat(value.path("newlines").asLong()).isEqualTo(LINES);
    assertThat(value.path("chunks").asInt()).isEqualTo(8 * 25);
    assertThat(value.path("last").asText()).isEqualTo("line 1999999");
    assertThat(value.path("whole").asText()).contains("at most 33,554,432 at once; use slice");
  }

  private static final String PLAYBOOK =
      """
      clauses:
        - step: 1
          reply: |
            ```js
            const hits = await inputs.big.grep("needle \\\\d+", {max: 100});
            let whole = "";
            try { await inputs.big.chunks(1000000); } catch (e) { whole = e.message; }
            let characters = 0, newlines = 0, chunks = 0;
            async function read(from, to) {
              for (let at = from; at < to; at += 1000000) {
                const chunk = await inputs.big.slice(at, Math.min(to, at + 1000000));
                characters += chunk.length;
                newlines += chunk.split("\\n").length - 1;
                chunks++;
              }
            }
            ```
        - step: 10
          reply: |
            ```js
            FINAL({
              length: inputs.big.length,
              needles: hits.map(hit => [hit.line, /needle \\d+/.exec(hit.text)[0]]),
              characters, newlines, chunks, whole,
              last: String(await inputs.big.lines(2000000, 2000000)).slice(0, 12),
            })
            ```
        - default: true
          reply: |
            ```js
            await read(characters, characters + 25000000);
            chunks
            ```
      """;

  private static void write(Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int line = 0; line < LINES; line++) {
        var text = "line " + line + (line % NEEDLE_EVERY == 77 ? " needle " + line : " hay");
        out.write(text);
        out.write(".".repeat(LINE - 1 - text.length()));
        out.write('\n');
      }
    }
  }

  private static String needles() {
    var found = new StringBuilder("[");
    for (int line = 77; line < LINES; line += NEEDLE_EVERY) {
      found
          .append(found.length() > 1 ? "," : "")
          .append("[%d,\"needle %d\"]".formatted(line + 1, line));
    }
    return found.append(']').toString();
  }
}
