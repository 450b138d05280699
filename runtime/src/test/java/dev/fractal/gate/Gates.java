package dev.fractal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.protocol.capability.Capability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Gates with the reference configuration, some of it overlaid, and territories from texts. */
final class Gates {
  private Gates() {}

  static Gate gate(String overlay, NameLookup lookup) {
    var config = ConfigFactory.parseString(overlay).withFallback(ConfigFactory.load()).resolve();
    return new Gate(GateSettings.read(config), lookup);
  }

  static Gate gate(String overlay) {
    return gate(overlay, NameLookup.system());
  }

  static Territory territory(Path directory, String gate, String... rules) {
    var open = Map.<String, Object>of("host", "allow", gate, List.of(rules));
    return new Territory(Capability.of(open), directory);
  }

  static <T> T done(Outcome<T> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done<T>) outcome).value();
  }

  static String refusal(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<?>) outcome).message();
  }

  static String failure(Outcome<?> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    return ((Outcome.Failed<?>) outcome).message();
  }
}
