package dev.fractal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.fractal.cli.CliSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every range that a comment of a reference.conf promises is checked where a node starts. */
final class RangesTest {
  /** Blocks with keys of ours that promise a range. */
  private static final List<String> BLOCKS =
      List.of(
          "fractal.models",
          "fractal.session",
          "fractal.cli",
          "fractal.kernel.workers",
          "fractal.kernel.limits",
          "fractal.gate.files",
          "fractal.gate.fetch",
          "fractal.gate.shell",
          "fractal.tools",
          "fractal.http",
          "fractal.http.health",
          "fractal.http.events",
          "fractal.cluster",
          "fractal.telemetry.traces",
          "fractal.webhook",
          "fractal.shard-lease",
          "fractal.store.h2",
          "fractal.store.pool");

  static Stream<Promise> promises() throws IOException {
    var files = Collections.list(RangesTest.class.getClassLoader().getResources("reference.conf"));
    var found = Stream.<Promise>empty();
    for (var file : files) {
      try (var in = file.openStream()) {
        var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        found = Stream.concat(found, PromiseReader.read(text).stream());
      }
    }
    return found.filter(promise -> promise.key().startsWith("fractal."));
  }

  private static void read(Config config) {
    Blocks.check(config);
    var _ = CliSettings.read(config);
  }

  private static Config with(String key, String value) {
    return ConfigFactory.parseMap(Map.of(key, value))
        .withFallback(ConfigFactory.load("kubernetes"))
        .resolve();
  }

  @ParameterizedTest
  @MethodSource("promises")
  void whatIsOutsideOfAPromiseIsRefusedWithItsKey(Promise promise) {
    for (var value : promise.outside()) {
      assertThatThrownBy(() -> read(with(promise.key(), value)))
          .as("%s = %s", promise.key(), value)
          .hasMessageContaining(promise.key().substring(promise.key().lastIndexOf('.') + 1));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "fractal.telemetry.traces.endpoint, nowhere, endpoint",
    "fractal.telemetry.traces.queue, 0, queue",
    "fractal.webhook.url, nowhere, url",
    "fractal.webhook.url, https://h.example/x, FRACTAL_WEBHOOK_KEY",
    "fractal.webhook.queue, 0, queue",
    "fractal.session.wake-per-second, 0, wake-per-second"
  })
  void theStartOfANodeRefusesABlockInOneSentence(String key, String value, String named) {
    assertThatThrownBy(() -> Blocks.check(with(key, value)))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @MethodSource("promises")
  void whatIsAtItsEndIsTaken(Promise promise) {
    for (var value : promise.inside()) {
      // One of them bounds another one from below.
      read(
          with(promise.key(), value)
              .withValue("fractal.http.max-bodies", ConfigValueFactory.fromAnyRef("1 GiB")));
    }
  }

  @Test
  void promisesAreFoundInAllBlocksAndTheDefaultsKeepThem() throws IOException {
    var all = promises().toList();
    assertThat(all).hasSizeGreaterThan(80);
    assertThat(all.stream().map(Promise::key).toList())
        .contains(
            "fractal.models.openai.connect-timeout",
            "fractal.models.gemini.max-concurrent",
            "fractal.models.retry.jitter",
            "fractal.http.health.port",
            "fractal.cli.redraw-every",
            "fractal.store.pool.patience");
    for (var block : BLOCKS) {
      assertThat(all).as(block).anyMatch(promise -> promise.key().startsWith(block + "."));
    }
    read(ConfigFactory.load());
  }

  @Test
  void commentsAreReadAsTheyAreWritten() {
    assertThat(
            PromiseReader.read(
                """
                fractal.x {
                  # Some, 1 KiB to 64 KiB; more.
                  size = 2 KiB
                  y {
                    # Time, 250ms or more.
                    time = 1s
                    # Longer than 0; then it is killed.
                    other = 1s
                  }
                  # Shares, 0 to 1. Its port: -1 (none), 0 (any) to 65535.
                  part = 0.5
                  # 1 to 5 of them are a promise only where the sentence is about the key.
                  free = text
                }
                """))
        .contains(
            new Promise("fractal.x.size", List.of("1023", "65537"), List.of("1024", "65536")),
            new Promise("fractal.x.y.time", List.of("249ms"), List.of("250ms")),
            new Promise("fractal.x.y.other", List.of("0s"), List.of()));
  }
}
