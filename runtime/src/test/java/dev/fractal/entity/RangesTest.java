package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lower end that the comments of reference.conf promise is checked where a node starts. */
final class RangesTest {
  private static final Pattern KEY = Pattern.compile("\\s*([a-z-]+) = .*");
  private static final Pattern NUMBER =
      Pattern.compile(".*?\\b([0-9]+)(s|ms)?( \\([^)]*\\))? or more.*");
  private static final Pattern POSITIVE = Pattern.compile(".*(longer|more|More) than 0\\b.*");

  private static final Map<String, Function<Config, Object>> READERS =
      Map.of(
          "fractal.session",
          SessionConfig::from,
          "fractal.kernel.limits",
          whole -> KernelConfig.limits(whole));

  /** A key and a value just outside of what its comment promises. */
  record Promise(String block, String key, String outside) {}

  static Stream<Promise> promises() throws IOException {
    return Stream.concat(
        promises("fractal.session", "\nfractal.session {"),
        promises("fractal.kernel.limits", "\n    limits {"));
  }

  private static Stream<Promise> promises(String block, String head) throws IOException {
    var text = reference();
    var found = new ArrayList<Promise>();
    var comment = new StringBuilder();
    var body = text.substring(text.indexOf(head) + head.length());
    for (var line : body.lines().toList()) {
      if (line.strip().equals("}")) {
        break;
      }
      var key = KEY.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.append(line.strip().substring(1)).append(' ');
      } else if (key.matches()) {
        var outside = outside(comment.toString());
        if (outside != null) {
          found.add(new Promise(block, key.group(1), outside));
        }
        comment.setLength(0);
      }
    }
    return found.stream();
  }

  private static String reference() throws IOException {
    var resource = SessionConfig.class.getResourceAsStream("/reference.conf");
    try (var in = Objects.requireNonNull(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static @Nullable String outside(String comment) {
    var number = NUMBER.matcher(comment);
    if (POSITIVE.matcher(comment).matches()) {
      return "0s";
    }
    if (!number.matches()) {
      return null;
    }
    var unit = number.group(2) == null ? "" : number.group(2);
    return Long.parseLong(number.group(1)) - 1 + unit;
  }

  @ParameterizedTest
  @MethodSource("promises")
  void whatIsOutsideOfAPromiseIsRefusedWithItsKey(Promise promise) {
    var overlay =
        ConfigFactory.parseMap(Map.of(promise.block() + "." + promise.key(), promise.outside()));
    var config = overlay.withFallback(ConfigFactory.load()).resolve();
    var reader = Objects.requireNonNull(READERS.get(promise.block()));
    assertThatThrownBy(() -> reader.apply(config)).hasMessageContaining(promise.key());
  }

  @Test
  void promisesAreFoundAndTheDefaultsKeepThem() throws IOException {
    var keys = promises().map(Promise::key).toList();
    assertThat(keys)
        .containsAll(
            List.of("max-turns", "parallel-calls", "turn-timeout", "retry-for", "cpu-time"))
        .hasSizeGreaterThan(20);
    READERS.values().forEach(reader -> assertThat(reader.apply(ConfigFactory.load())).isNotNull());
  }
}
