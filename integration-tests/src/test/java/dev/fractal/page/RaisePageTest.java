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

/** A turn whose budget has run out goes on by what a person does on the page, by keyboard alone. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class RaisePageTest {
  private static final int MOST_STOPS = 60;

  @TempDir private Path directory;

  private PageNode lacking(String id) {
    var node = PageNode.start(PageNode.config(directory, Map.of()));
    node.post(
        "/v1/sessions",
        "{\"sessionId\":\"%s\",\"onBudget\":\"ask\",\"budget\":{\"calls\":1,\"tokens\":1e6}}"
            .formatted(id));
    node.ask(id, "Consult");
    return node;
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,1200", "DARK,400"})
  void theQuestionIsAnsweredInTheInbox(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var node = lacking("poor");
        var tab = rig.chromium().tab(node.address(), width, scheme)) {
      tab.open("inbox");
      assertThat(tab.page().locator(".question")).containsText("not enough model calls left");
      tab.tabTo(tab.button("Answer"), MOST_STOPS);
      tab.press("Enter");
      tab.tabTo(tab.page().getByLabel("calls (optional)"), MOST_STOPS);
      tab.page().keyboard().type("10");
      tab.assertReadable("more" + look);
      tab.press("Enter");
      assertThat(tab.page().locator(".said")).containsText("The answer was taken.");
      tab.open("s/poor");
      assertThat(tab.page().locator(".outcome")).isVisible();
      tab.assertNoComplaint();
    }
  }

  @ParameterizedTest
  @CsvSource({"DARK,1200", "LIGHT,400"})
  void theBudgetIsRaisedAtTheSession(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var node = lacking("poorer");
        var tab = rig.chromium().tab(node.address(), width, scheme)) {
      tab.open("s/poorer");
      assertThat(tab.page().locator(".lead .status")).hasText("waiting");
      assertThat(tab.page().locator(".lead .facts")).containsText("1.00M");
      tab.tabTo(tab.page().getByText("Raise its budget"), MOST_STOPS);
      tab.press("Enter");
      tab.tabTo(tab.page().getByLabel("US dollars in all"), MOST_STOPS);
      tab.page().keyboard().type("5");
      tab.press("Enter");
      assertThat(tab.page().locator(".raise .problem"))
          .containsText("may use no less than 5 US dollars already");
      tab.press("Backspace");
      var calls = tab.page().getByLabel("Model calls in all");
      assertThat(calls).hasAttribute("placeholder", "now 1");
      tab.tabTo(calls, MOST_STOPS);
      tab.page().keyboard().type("10");
      tab.assertReadable("raise" + look);
      tab.press("Enter");

      assertThat(tab.page().locator(".raise .told")).hasText("These limits hold now.");
      assertThat(calls).hasAttribute("placeholder", "now 10");
      assertThat(tab.page().locator(".outcome")).isVisible();
      assertThat(tab.page().locator(".note").last()).containsText("page raised the budget to 10");
      tab.assertReadable("raised" + look);
    }
  }
}
