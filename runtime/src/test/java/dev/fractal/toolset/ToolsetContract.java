package dev.fractal.toolset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.schema.ValueSchema;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every toolset does, told with functions {@code echo}, {@code fail} and {@code wait}. */
public abstract class ToolsetContract {
  /** The toolset, which stays the test class's to close. */
  protected abstract Toolset toolset() throws InterruptedException;

  @Test
  void itSaysWhatItOffers() throws InterruptedException {
    var functions = toolset().functions();

    assertThat(functions).extracting(ToolFunction::name).contains("echo", "fail", "wait");
    var echo =
        functions.stream().filter(one -> one.name().equals("echo")).findFirst().orElseThrow();
    assertThat(echo.summary()).isEqualTo("Gives the text back.");
    assertThat(ValueSchema.read(echo.schema()).problem("{}")).isPresent();
    assertThat(ValueSchema.read(echo.schema()).problem("{\"text\":\"a\"}")).isEmpty();
  }

  @Test
  void itsStampStaysTheSame() throws InterruptedException {
    assertThat(toolset().stamp()).startsWith("sha256:").isEqualTo(toolset().stamp());
  }

  @Test
  void aCallGivesJson() throws InterruptedException {
    assertThat(toolset().call("echo", "{\"text\":\"hällo \\\"you\\\"\"}"))
        .isEqualTo("\"hällo \\\"you\\\"\"");
  }

  @Test
  void aFailureIsOneSentence() {
    assertThatThrownBy(() -> toolset().call("fail", "{\"text\":\"this\"}"))
        .isInstanceOf(ToolFailure.class)
        .hasMessage("this cannot be done");
  }

  @Test
  void aCallThatIsInterruptedEnds() throws Exception {
    var toolset = toolset();
    var call = new FutureTask<>(() -> toolset.call("wait", "{\"text\":\"\"}"));
    var thread = Thread.ofVirtual().start(call);
    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(() -> call.get(1, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(toolset.call("echo", "{\"text\":\"still there\"}")).isEqualTo("\"still there\"");
  }
}
