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

/** A turn that waits is told something on the page, by keyboard alone, and goes on with it. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class TellPageTest {
  private static final int MOST_STOPS = 60;

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

  @ParameterizedTest
  @CsvSource({"LIGHT,1200", "DARK,400"})
  void aMessageInterruptsAndTheTurnGoesOn(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var node = PageNode.start(PageNode.config(directory, Map.of()));
        var tab = rig.chromium().tab(node.address(), width, scheme)) {
      node.session("told");
      node.ask("told", "Decide");
      tab.open("s/told");
      assertThat(tab.page().locator(".lead .status")).hasText("waiting");
      tabTo(tab, tab.page().locator(".tell summary"));
      tab.press("Enter");
      tabTo(tab, tab.page().getByLabel("What to tell it"));
      tab.page().keyboard().type("never mind, end it");
      tabTo(tab, tab.page().getByLabel("When"));
      tab.page().keyboard().type("End");
      assertReadable(tab, "tell" + look);
      tabTo(tab, tab.button("Tell"));
      tab.press("Enter");

      assertThat(tab.page().locator(".tell .told")).containsText("What ran was ended");
      assertThat(tab.page().locator(".outcome")).containsText("ended as told");
      assertThat(tab.page().locator(".note")).hasText("page interrupted: never mind, end it");
      assertThat(tab.page().locator(".lead .status")).hasText("idle");
      assertReadable(tab, "told" + look);
      tab.assertNoComplaint();
    }
  }
}
