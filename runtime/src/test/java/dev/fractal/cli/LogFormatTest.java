package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {
  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void theKnownFormsAndNoneAreFit(String form) {
    assertThatCode(() -> LogFormat.check(form, Map.of())).doesNotThrowAnyException();
    assertThatCode(() -> LogFormat.check(null, Map.of(LogFormat.VARIABLE, form)))
        .doesNotThrowAnyException();
    assertThatCode(() -> LogFormat.check(form, Map.of(LogFormat.VARIABLE, "xml")))
        .doesNotThrowAnyException();
    assertThatCode(() -> LogFormat.check(null, Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"xml", "JSON", ""})
  void anyOtherIsNamedWithThoseThatAreKnown(String form) {
    assertThatThrownBy(() -> LogFormat.check(form, Map.of(LogFormat.VARIABLE, "json")))
        .hasMessage("fractal.log.format is '" + form + "'; use text or json, or leave it out");
    assertThatThrownBy(() -> LogFormat.check(null, Map.of(LogFormat.VARIABLE, form)))
        .hasMessage("FRACTAL_LOG_FORMAT is '" + form + "'; use text or json, or leave it out");
  }

  @Test
  void noVerbStartsWithAFormInWhichNothingWouldBeWritten(@TempDir Path directory) {
    var rig = new CommandLineRig(directory).withStore();
    rig.variables.put(LogFormat.VARIABLE, "xml");

    var run = rig.run("run", "--json", "--model", "playbook:p.yaml", "x");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.json().at("/error/type").asText()).isEqualTo("BadConfiguration");
    assertThat(rig.launches).isZero();
    var read = rig.run("ls");
    assertThat(read.exit()).isEqualTo(1);
    assertThat(read.out()).isEmpty();
    assertThat(read.err())
        .isEqualTo("error: FRACTAL_LOG_FORMAT is 'xml'; use text or json, or leave it out\n");
    assertThat(rig.run("ls", "--help").exit()).isZero();
  }
}
