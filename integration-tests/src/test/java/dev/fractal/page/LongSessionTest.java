package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a session's page shows first costs what is shown, however old the session is. */
@Tag("browser")
@Timeout(600)
@ExtendWith(PageRig.Shared.class)
final class LongSessionTest {
  private static final int NEWEST = 10;
  private static final int YOUNG = 12;
  private static final int OLD = 300;
  private static final int MOST_STOPS = 300;

  private static String counted(PageRig rig, String id, int turns) {
    rig.node().session(id);
    for (int turn = 0; turn < turns; turn++) {
      rig.node().askAndWait(id, "Count");
    }
    return id;
  }

  /**
   * What a tab loaded until it showed a session.
   *
   * @param events on its streams
   */
  private record Opened(int requests, int events) {
    static Opened of(Tab tab) {
      var requests = (List<?>) tab.page().evaluate("window.asked");
      var events = (Number) tab.page().evaluate("window.told");
      return new Opened(requests.size(), events.intValue());
    }
  }

  private static Tab open(PageRig rig, String session, int newest) {
    var tab = rig.tab();
    tab.context().addInitScript(PageRig.scripts().resolve("counted.js"));
    tab.open("s/" + session);
    assertThat(turns(tab)).hasCount(Math.min(NEWEST, newest));
    assertThat(tab.page().locator("#turn-" + newest + " .outcome")).containsText("" + newest);
    return tab;
  }

  private static Locator turns(Tab tab) {
    return tab.page().locator(".turn");
  }

  private static Locator cost(Tab tab) {
    return tab.page().locator(".lead .facts div").first();
  }

  @Test
  void anOldSessionOpensAsAYoungOneDoesAndItsEarlierTurnsAreAKeyAway(PageRig rig) {
    Opened young;
    try (var tab = open(rig, counted(rig, "young", YOUNG), YOUNG)) {
      young = Opened.of(tab);
      tab.assertNoComplaint();
    }
    try (var tab = open(rig, counted(rig, "aged", OLD), OLD)) {
      assertThat(Opened.of(tab)).isEqualTo(young);
      assertThat(cost(tab)).hasText("Cost$0.030");
      assertThat(tab.page().locator(".asked")).hasText("Count");
      assertThat(tab.page().getByText("290 turns before turn 291")).isVisible();
      tab.shoot("earlier-turns");

      tab.heading("Turn 291").evaluate("heading => heading.closest('section').focus()");
      press(tab, tab.button("Earlier turns"));
      assertThat(tab.page().locator("#turn-290")).isFocused();
      assertThat(turns(tab)).hasCount(2 * NEWEST);
      press(tab, tab.button("Earlier turns"));
      assertThat(tab.page().locator("#turn-280")).isFocused();
      assertThat(turns(tab)).hasCount(4 * NEWEST);
      assertThat(cost(tab)).hasText("Cost$0.030");
      tab.shoot("earlier-turns-shown");
      rig.node().askAndWait("aged", "Count");
      assertThat(tab.page().locator("#turn-301 .outcome")).containsText("301");
      tab.assertNoComplaint();
    }
    theOldestAreThereWhenTheyAreNamed(rig);
  }

  private static void theOldestAreThereWhenTheyAreNamed(PageRig rig) {
    try (var tab = rig.tab().open("s/aged/step/3.1")) {
      assertThat(tab.heading("Turn 3 · Step 1")).isVisible();
      assertThat(tab.page().locator("[aria-label=Observation]")).isVisible();
      assertThat(tab.page().locator(".side-head")).containsText("since turn 3");
      tab.link("Cost").click();
      assertThat(tab.page().locator(".costs tbody tr").last()).containsText("301final");
      assertThat(tab.page().locator(".side-head")).hasText("Tree1 session");
      assertThat(tab.button("Earlier turns")).hasCount(0);
      tab.assertNoComplaint();
    }
  }

  @Test
  void aChildOfAnEarlierTurnIsShownInItsTree(PageRig rig) {
    rig.node().ended("mother", "Delegate");
    for (int turn = 1; turn < YOUNG; turn++) {
      rig.node().askAndWait("mother", "Count");
    }
    var child = rig.node().get("/v1/sessions/mother/tree").at("/children/0/sessionId").asText();
    try (var tab = rig.tab().open("s/mother")) {
      assertThat(turns(tab)).hasCount(NEWEST);
      assertThat(tab.treeItems()).hasCount(1);
      tab.open("s/" + child);
      assertThat(tab.page().locator("#turn-1 .outcome")).containsText("1");
      assertThat(tab.treeItems()).hasCount(2);
      tab.assertNoComplaint();
    }
    try (var tab = rig.tab().open("s/" + child)) {
      assertThat(tab.page().locator("#turn-1 .outcome")).containsText("1");
      assertThat(tab.treeItems()).hasCount(2);
      tab.assertNoComplaint();
    }
  }

  private static void press(Tab tab, Locator button) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      if (Boolean.TRUE.equals(button.evaluate("element => element === document.activeElement"))) {
        tab.press("Enter");
        return;
      }
      tab.press("Tab");
    }
    throw new AssertionError("the focus does not come to " + button);
  }
}
