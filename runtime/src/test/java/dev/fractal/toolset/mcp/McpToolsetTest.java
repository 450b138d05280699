package dev.fractal.toolset.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.toolset.FakeToolset;
import dev.fractal.toolset.ToolFailure;
import dev.fractal.toolset.Toolset;
import dev.fractal.toolset.ToolsetContract;
import dev.fractal.toolset.ToolsetUnusable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class McpToolsetTest extends ToolsetContract {
  private static final McpCommand COMMAND =
      new McpCommand(
          ProbeServer.command(),
          Map.of("GIVEN", "a value"),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));

  private Toolset toolset = new FakeToolset("");

  @BeforeAll
  void start() throws InterruptedException {
    toolset = new McpToolset("probe", COMMAND);
  }

  @AfterAll
  void stop() {
    toolset.close();
  }

  @Override
  protected Toolset toolset() {
    return toolset;
  }

  @Test
  void anObjectComesAsOne() throws InterruptedException {
    assertThat(toolset.call("facts", "{\"text\":\"x\"}")).isEqualTo("{\"a\":\"x\",\"b\":1}");
  }

  @Test
  void theServerSeesTheEnvironmentThatItIsGivenAndNoOther() throws InterruptedException {
    assertThat(toolset.call("env", "{\"text\":\"GIVEN\"}")).isEqualTo("\"a value\"");
    var inherited =
        System.getenv().keySet().stream()
            .filter(
                name -> !List.of("PATH", "HOME", "USER", "SHELL", "LOGNAME", "TERM").contains(name))
            .findFirst()
            .orElse("NOTHING");
    assertThat(toolset.call("env", "{\"text\":\"" + inherited + "\"}")).isEqualTo("\"null\"");
  }

  @Test
  void aServerThatDiesFailsTheCallAndIsStartedAgainByTheNext() throws InterruptedException {
    assertThatThrownBy(() -> toolset.call("die", "{\"text\":\"\"}"))
        .isInstanceOf(ToolFailure.class);
    assertThat(toolset.call("echo", "{\"text\":\"again\"}")).isEqualTo("\"again\"");
  }

  @Test
  void aCallBeyondItsTimeFails() throws InterruptedException {
    var hurried =
        new McpCommand(COMMAND.words(), Map.of(), Duration.ofSeconds(60), Duration.ofMillis(200));
    try (var impatient = new McpToolset("probe", hurried)) {
      assertThatThrownBy(() -> impatient.call("wait", "{\"text\":\"\"}"))
          .isInstanceOf(ToolFailure.class);
    }
  }

  @Test
  void aServerThatDoesNotComeUpIsOneSentence() {
    var config =
        ConfigFactory.parseString("fractal.toolsets.gone.mcp.command = [\"/no/such/server\"]")
            .withFallback(ConfigFactory.load());

    assertThatThrownBy(() -> McpServers.open(config))
        .isInstanceOf(ToolsetUnusable.class)
        .hasMessageStartingWith("toolset 'gone' cannot be started: ")
        .hasMessageEndingWith("correct fractal.toolsets.gone or remove it")
        .hasMessageNotContaining("\n");
  }
}
