package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class ListTest {
  private static Locator rows(Tab tab) {
    return tab.page().locator("tbody tr");
  }

  private static Locator tally(Tab tab) {
    return tab.page().locator(".tally");
  }

  @Test
  void twoThousandSessionsAreAPageAtATime(PageRig rig) {
    try (var tab = rig.tab().open("?q=old-")) {
      assertThat(tally(tab)).hasText("1–100 of 2,000 sessions");
      assertThat(rows(tab)).hasCount(100);
      tab.link("Older").first().click();
      assertThat(tally(tab)).hasText("101–200 of 2,000 sessions");
      tab.page().reload();
      assertThat(tally(tab)).hasText("101–200 of 2,000 sessions");
      assertThat(tab.link("old-1899")).isVisible();
      tab.shoot("list-2000");
      tab.assertNoComplaint();
    }
  }

  @Test
  void sessionsAreFoundByNameAndStatus(PageRig rig) {
    try (var tab = rig.tab().open("")) {
      tab.page().getByLabel("Find").fill("old-00");
      assertThat(tally(tab)).hasText("1–100 of 100 sessions");
      tab.page().getByLabel("Status").selectOption("paused");
      assertThat(tally(tab)).hasText("1–25 of 25 sessions");
      tab.page().getByLabel("Find").fill("old-0007");
      assertThat(rows(tab)).hasCount(1);
      assertThat(rows(tab)).containsText("$0.0007");
      tab.page().getByLabel("Find").fill("nobody has this name");
      assertThat(tab.page().getByText("No session matches")).isVisible();
      tab.shoot("list-empty");
      tab.assertNoComplaint();
    }
  }

  @Test
  void newSessionsComeByThemselves(PageRig rig) {
    try (var tab = rig.tab().open("")) {
      assertThat(rows(tab)).hasCount(100);
      rig.node().session("fresh");
      assertThat(rows(tab).first()).containsText("fresh");
      tab.link("fresh").click();
      assertThat(tab.heading("fresh")).isFocused();
      assertThat(tab.page().getByText("No turn yet")).isVisible();
      tab.assertNoComplaint();
    }
  }

  @Test
  void aSessionThatIsUnknownIsAProblemWithItsTitle(PageRig rig) {
    try (var tab = rig.tab(400, ColorScheme.LIGHT).open("s/none")) {
      assertThat(tab.page().getByRole(AriaRole.ALERT))
          .hasText(Pattern.compile("Unknown session.*'none' is unknown.*Try again"));
      tab.shoot("problem");
    }
  }
}
