package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a reader does to a session here, and takes along to do in a terminal. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class CommandsTest {
  private static String clipboard(Tab tab) {
    return (String) tab.page().evaluate("navigator.clipboard.readText()");
  }

  /** Copies a command, and waits until the page has said so. */
  private static String copied(Tab tab, String command) {
    tab.page().evaluate("navigator.clipboard.writeText('')");
    var button = tab.button("Copy command: " + command).first();
    button.click();
    assertThat(button).hasText("Copied");
    return clipboard(tab);
  }

  @Test
  void compactingShortensTheTranscriptAndKeepsTheVariables(PageRig rig) {
    rig.node().session("compacted");
    try (var tab = rig.tab().open("s/compacted")) {
      assertThat(tab.button("Compact")).isDisabled();
      rig.node().askAndWait("compacted", "Count");
      rig.node().askAndWait("compacted", "Count");
      assertThat(tab.button("Compact")).isEnabled();
      tab.button("Compact").click();

      assertThat(tab.page().locator(".said")).hasText("The transcript was shortened.");
      var messages = rig.node().get("/v1/sessions/compacted/messages");
      assertThat(messages)
          .extracting(message -> message.path("author").asText())
          .containsExactly("digest");
      tab.shoot("compacted");
      tab.link("Heads").click();
      assertThat(tab.page().locator(".h-head")).hasCount(3);
      assertThat(tab.page().locator(".h-head").first()).containsText("compaction");
      assertThat(tab.page().locator(".h-head").first()).containsText("current");
      tab.shoot("compacted-heads");
      rig.node().askAndWait("compacted", "Count");
      assertThat(rig.node().get("/v1/sessions/compacted").at("/turns/2/value").asInt())
          .isEqualTo(3);
      tab.assertNoComplaint();
    }
  }

  @Test
  void everyDeedAndViewIsCopiedAsItsCommand(PageRig rig) {
    rig.node().ended("copied", "Count");
    var head = rig.node().get("/v1/sessions/copied").path("head").asText();
    try (var tab = rig.tab().open("s/copied")) {
      tab.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      tab.page().getByText("As commands").click();
      for (var words :
          List.of(
              "stop copied",
              "cancel copied --turn 1",
              "resume copied",
              "fork copied --head " + head,
              "compact copied",
              "steps copied")) {
        assertThat(copied(tab, "bin/fractal " + words)).isEqualTo("bin/fractal " + words);
      }
      tab.shoot("copied");
      tab.assertNoComplaint();
    }
  }

  @Test
  void aMessageIsCopiedSoThatAShellReadsItAndNoTurnIsRun(PageRig rig) throws Exception {
    rig.node().ended("quoted", "Count");
    var message = "It's $HOME, \"two\" words;\n`and` a line";
    try (var tab = rig.tab().open("s/quoted")) {
      tab.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      tab.page().getByLabel("Ask for another turn").fill(message);
      var button = tab.page().locator("form.ask .command button");
      button.click();
      assertThat(button).hasText("Copied");

      assertThat(words(clipboard(tab))).isEqualTo("bin/fractal|turn|quoted|" + message + "|");
      assertThat(tab.page().getByLabel("Ask for another turn")).hasValue(message);
      assertThat(rig.node().get("/v1/sessions/quoted").path("turns"))
          .extracting(JsonNode::size)
          .hasSize(1);
      tab.shoot("quoted");
      tab.assertNoComplaint();
    }
  }

  /** The words that a shell makes of a line. */
  private static String words(String line) throws IOException, InterruptedException {
    var shell = new ProcessBuilder("sh", "-c", "printf '%s|' " + line).start();
    var words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return words;
  }

  @Test
  void aBrowserThatKeepsItsClipboardLeavesTheCommandToSelect(PageRig rig) {
    rig.node().ended("kept-back", "Count");
    try (var tab = rig.tab()) {
      tab.page()
          .addInitScript("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))");
      tab.open("s/kept-back");
      var button = tab.button("Copy command: bin/fractal steps kept-back").first();
      button.click();
      assertThat(button).hasText("Select it");
      assertThat(button).hasText("Copy");
      tab.assertNoComplaint();
    }
  }
}
