package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
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
      tab.tabTo(tab.page().locator(".tell summary"), MOST_STOPS);
      tab.press("Enter");
      tab.tabTo(tab.page().getByLabel("What to tell it"), MOST_STOPS);
      tab.page().keyboard().type("never mind, end it");
      tab.tabTo(tab.page().getByLabel("When"), MOST_STOPS);
      tab.page().keyboard().type("End");
      tab.assertReadable("tell" + look);
      tab.tabTo(tab.button("Tell"), MOST_STOPS);
      tab.press("Enter");

      assertThat(tab.page().locator(".tell .told")).containsText("What ran was ended");
      assertThat(tab.page().locator(".outcome")).containsText("ended as told");
      assertThat(tab.page().locator(".note")).hasText("page interrupted: never mind, end it");
      assertThat(tab.page().locator(".lead .status")).hasText("idle");
      tab.assertReadable("told" + look);
      tab.assertNoComplaint();
    }
  }
}
