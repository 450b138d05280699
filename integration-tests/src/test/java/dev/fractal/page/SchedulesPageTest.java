package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schedule is set, paused and removed on the page, by keyboard alone. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class SchedulesPageTest {
  private static final int MOST_STOPS = 80;

  @TempDir private Path directory;

  private static void tabTo(Tab tab, Locator target) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return;
      }
      tab.press("Tab");
    }
    throw new AssertionError("the focus never came to " + target);
  }

  private static void assertReadable(Tab tab, String name) throws IOException {
    tab.shoot(name);
    var looks = Files.readString(PageRig.scripts().resolve("looks.js"));
    assertThat((Iterable<?>) tab.page().evaluate(looks)).as(name).isEmpty();
  }

  private static void press(Tab tab, String button) {
    tabTo(tab, tab.button(button));
    tab.press("Enter");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,1200", "DARK,400"})
  void aScheduleIsSetPausedAndRemoved(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var node = PageNode.start(PageNode.config(directory, Map.of()));
        var tab = rig.chromium().tab(node.address(), width, scheme)) {
      node.session("daily");
      tab.open("s/daily");
      tabTo(tab, tab.page().locator(".schedules summary"));
      tab.press("Enter");
      tabTo(tab, tab.page().getByLabel("Name of the schedule"));
      tab.page().keyboard().type("report");
      tabTo(tab, tab.page().getByLabel("Due"));
      tab.page().keyboard().type("At");
      tabTo(tab, tab.page().getByLabel("Time zone"));
      tab.press("Control+a");
      tab.page().keyboard().type("Europe/Berlin");
      tabTo(tab, tab.page().getByLabel("What each turn is asked"));
      tab.page().keyboard().type("write the report");
      assertReadable(tab, "schedule-form" + look);
      press(tab, "Set schedule");

      var item = tab.page().locator("[data-schedule=report]");
      assertThat(item).containsText("0 9 * * MON-FRI (Europe/Berlin)");
      assertThat(item).containsText("next 20");
      assertReadable(tab, "schedules" + look);
      press(tab, "Pause schedule report");
      assertThat(item).containsText("paused");
      press(tab, "Resume schedule report");
      assertThat(item).containsText("next 20");
      node.post("/v1/sessions/daily/schedules/report/pause", "{}");
      assertThat(item).containsText("paused");
      press(tab, "Remove schedule report");
      assertThat(item).hasCount(0);
      assertThat(tab.page().locator(".schedules .told")).containsText("It is removed: report");
      tab.assertNoComplaint();
    }
  }
}
