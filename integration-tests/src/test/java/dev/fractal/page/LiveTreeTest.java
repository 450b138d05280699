package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class LiveTreeTest {
  private static Locator held(Tab tab) {
    return tab.treeItems().filter(new Locator.FilterOptions().setHasText("Hold the third"));
  }

  @Test
  void aRunningTreeGrowsWithoutReloadUntilItsHeldChildIsCancelled(PageRig rig) {
    var session = rig.node().session("grows");
    try (var tab = rig.tab().open("s/grows")) {
      assertThat(tab.treeItems()).hasCount(1);
      tab.page().evaluate("window.stays = true");
      rig.node().ask(session, "Grow a tree");

      assertThat(tab.treeItems()).hasCount(4);
      assertThat(held(tab)).containsText("waits for model");
      assertThat(tab.treeItems().first())
          .containsText(Pattern.compile("running.*waits for ~[0-9a-f]{8}$|waits for ~[0-9a-f]{8}"));
      assertThat(tab.page().locator(".r-child.open")).hasCount(1);
      tab.shoot("tree-running");

      held(tab).click();
      tab.button("Cancel").click();
      var dialog = tab.page().getByRole(AriaRole.DIALOG);
      assertThat(dialog).containsText("bin/fractal cancel grows --child grows~");
      assertThat(dialog.getByText("Keep it as it is")).isFocused();
      tab.shoot("cancel-asks");
      dialog.locator("button.danger").click();

      assertThat(held(tab)).containsText("idle");
      tab.treeItems().first().click();
      assertThat(tab.page().locator(".outcome")).containsText("lost");
      assertThat(tab.treeItems().first()).containsText("idle");
      assertThat(tab.page().evaluate("window.stays")).isEqualTo(true);
      tab.assertNoComplaint();
    }
  }

  @Test
  void aStepHasAnAddressOfItsOwn(PageRig rig) {
    rig.node().ended("counts", "Count");
    try (var tab = rig.tab().open("s/counts")) {
      tab.link("Step 1").click();
      assertThat(tab.heading("Turn 1 · Step 1")).isFocused();
      assertThat(tab.page().getByLabel("Code of cell 0")).containsText("globalThis.counted");
      assertThat(tab.page().locator(".step .facts")).containsText("$0.0001");
      tab.page().reload();
      assertThat(tab.heading("Turn 1 · Step 1")).isVisible();
      assertThat(tab.page().getByLabel("Code of cell 0")).containsText("globalThis.counted");
      assertThat(tab.page().url()).endsWith("#/s/counts/step/1.1");
      tab.page().goBack();
      assertThat(tab.heading("Turns and steps")).isVisible();
      tab.assertNoComplaint();
    }
  }

  @Test
  void piecesOfAReplyAreThereBeforeItsEnd(PageRig rig) {
    rig.node().post("/v1/sessions", "{\"sessionId\":\"thinks\",\"model\":\"openai:held\"}");
    try (var tab = rig.tab().open("s/thinks")) {
      assertThat(tab.heading("thinks")).isVisible();
      assertThat(tab.page().locator(".link")).hasText("live");
      rig.node().ask("thinks", "What is 6 * 7?");
      var reply = tab.page().getByRole(AriaRole.LOG);
      assertThat(reply).hasText(HeldModel.FIRST_HALF);
      tab.shoot("reply-comes");
      rig.model().goOn();
      assertThat(tab.page().locator(".outcome")).containsText("42");
      assertThat(reply).hasCount(0);
      assertThat(tab.page().locator(".lead")).containsText("unknown");
      tab.assertNoComplaint();
    }
  }

  @Test
  void aSessionIsStoppedAndResumed(PageRig rig) {
    rig.node().ended("halts", "Count");
    try (var tab = rig.tab().open("s/halts")) {
      assertThat(tab.button("Resume")).isDisabled();
      tab.button("Stop").click();
      tab.page().getByRole(AriaRole.DIALOG).locator("button.danger").click();
      assertThat(tab.page().locator(".lead .status")).hasText("stopped");
      assertThat(tab.page().locator(".said")).hasText("Stop was asked for.");
      tab.button("Resume").click();
      assertThat(tab.page().locator(".lead .status")).hasText("idle");
      tab.page().getByLabel("Ask for another turn").fill("Count again");
      tab.button("Run turn").click();
      assertThat(tab.heading("Turn 2")).isVisible();
      assertThat(tab.page().locator(".outcome").first()).containsText("2");
      tab.assertNoComplaint();
    }
  }

  @Test
  void aLostStreamIsTakenUpAgainBehindItsLastEvent(PageRig rig) {
    rig.node().ended("returns", "Count");
    var asked = new CopyOnWriteArrayList<String>();
    try (var tab = rig.tab()) {
      tab.page()
          .route(
              "**/tree/events*",
              route -> {
                asked.add(route.request().headers().getOrDefault("last-event-id", "none"));
                if (asked.size() == 1) {
                  route.fulfill(
                      new Route.FulfillOptions()
                          .setContentType("text/event-stream")
                          .setBody(rig.node().firstEvents("returns", 2)));
                } else {
                  route.resume();
                }
              });
      tab.open("s/returns");
      assertThat(tab.page().locator(".outcome")).containsText("1");
      assertThat(tab.page().locator(".link")).hasText("live");
      assertThat(tab.heading("Turn 1")).hasCount(1);
      assertThat(asked).hasSize(2).first().isEqualTo("none");
      assertThat(asked.getLast()).matches("\\d.*");
      tab.assertNoComplaint();
    }
  }
}
