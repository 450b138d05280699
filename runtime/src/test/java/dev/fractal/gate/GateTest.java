package dev.fractal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.fractal.confinement.Wrap;
import dev.fractal.protocol.capability.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {
  @Test
  void aFunctionThatIsNotGrantedByItsNameIsRefused() {
    var gates =
        Map.<String, Object>of(
            "read", "allow", "write", "allow", "network", "allow", "shell", "allow");
    var territory = new Territory(Capability.of(gates), Path.of("/"));
    try (var gate = Gates.gate("")) {
      assertThat(
              List.of(
                  Gates.refusal(gate.readFile(territory, "/etc/hostname")),
                  Gates.refusal(gate.listFiles(territory, "/etc")),
                  Gates.refusal(gate.writeFile(territory, "/tmp/x", "x")),
                  Gates.refusal(gate.fetchText(territory, "http://example.com/")),
                  Gates.refusal(gate.sh(territory, List.of("echo")))))
          .allMatch(message -> message.startsWith("this session may not call '"));
    }
  }

  @Test
  void theDefaultsArePinned() {
    assertThat(GateSettings.read(ConfigFactory.load()))
        .isEqualTo(
            new GateSettings(
                new GateSettings.Files(1 << 20, 1 << 20, 1000, List.of(Path.of("/proc"))),
                new GateSettings.Fetch(1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(5), 5),
                new GateSettings.Shell(
                    List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin")),
                    "C.UTF-8",
                    Duration.ofSeconds(30),
                    64 << 10,
                    Wrap.AUTO)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "files.max-read = 0",
        "fetch.deadline = 0s",
        "fetch.max-redirects = 21",
        "shell.path = [bin]",
        "shell.wrap = some"
      })
  void aBadKeyIsNamed(String setting) {
    var config =
        ConfigFactory.parseString("fractal.gate." + setting).withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> GateSettings.read(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fractal.gate." + setting.substring(0, setting.indexOf(' ')));
  }
}
