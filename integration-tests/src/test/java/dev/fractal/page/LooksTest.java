package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class LooksTest {
  private static final int MOST_STOPS = 80;

  /** Views with what is there when they are complete. */
  private static final Map<String, String> VIEWS =
      Map.of(
          "timeline", ".outcome",
          "step/1.1", "[aria-label=Observation]",
          "variables", "table.variables",
          "heads", ".h-head",
          "cost", ".chart");

  private static String script(String name) throws IOException {
    return Files.readString(PageRig.scripts().resolve(name));
  }

  private static String session(PageRig rig, String id) {
    return rig.node().get("/v1/sessions?limit=20").findValuesAsText("sessionId").contains(id)
        ? id
        : rig.node().ended(id, "Plant a value, and \\u001b[1mlook at it");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,1280", "DARK,1280", "LIGHT,400", "DARK,400"})
  void everyViewIsReadableInBothThemesAndOnNarrowScreens(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var session = session(rig, "looked-at");
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var tab = rig.tab(width, scheme)) {
      tab.open("");
      assertThat(tab.page().locator("tbody tr")).hasCount(100);
      tab.assertReadable("list" + look);
      for (var view : VIEWS.entrySet()) {
        tab.open("s/" + session + "/" + view.getKey());
        assertThat(tab.page().locator(view.getValue()).first()).isVisible();
        tab.assertReadable(view.getKey().replaceFirst("/.*", "") + look);
      }
      tab.page().getByText("As commands").click();
      tab.button("Stop").click();
      tab.assertReadable("confirm" + look);
      tab.assertNoComplaint();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280", "400"})
  void theFocusGoesDownThePageAndIsSeen(int width, PageRig rig) throws IOException {
    var session = session(rig, "looked-at");
    var focus = script("focus.js");
    try (var tab = rig.tab(width, ColorScheme.LIGHT).open("s/" + session)) {
      assertThat(tab.page().locator(".outcome")).isVisible();
      int last = -1;
      for (int stop = 0; stop < MOST_STOPS; stop++) {
        tab.press("Tab");
        var found = (Map<?, ?>) tab.page().evaluate(focus);
        int place = ((Number) Objects.requireNonNull(found.get("place"))).intValue();
        if (place < 0) {
          assertThat(stop).as("stops of the focus").isGreaterThan(10);
          return;
        }
        assertThat(place).as("place of %s", found.get("what")).isGreaterThan(last);
        assertThat(found.get("seen")).as("outline of %s", found.get("what")).isEqualTo(true);
        last = place;
      }
      throw new AssertionError("the focus never left the page");
    }
  }

  @ParameterizedTest
  @CsvSource("looked-at")
  void theKeyboardAloneIsEnough(String id, PageRig rig) {
    session(rig, id);
    try (var tab = rig.tab().open("")) {
      assertThat(tab.page().locator("tbody tr")).hasCount(100);
      tab.press("Tab", "Enter");
      assertThat(tab.page().locator("main")).isFocused();
      tab.page().getByLabel("Find").focus();
      tab.page().keyboard().type(id);
      assertThat(tab.page().locator("tbody tr")).hasCount(1);
      tab.tabTo(tab.link(id), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.heading(id)).isFocused();
      tab.tabTo(tab.link("Heads"), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.heading("Heads and edges")).isVisible();
      tab.treeItems().first().focus();
      tab.press("ArrowDown", "End", "Home", "Enter");
      assertThat(tab.heading("Turns and steps")).isVisible();
      tab.tabTo(tab.button("Stop"), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.page().getByText("Keep it as it is")).isFocused();
      tab.press("Escape");
      assertThat(tab.page().getByText("Keep it as it is")).hasCount(0);
      assertThat(tab.button("Stop")).isFocused();
      tab.assertNoComplaint();
    }
  }
}
