package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class InertTextTest {
  private static final String MARKUP = "<img src=x onerror=alert(";

  @Test
  void whatAModelWroteIsTextInEveryView(PageRig rig) {
    rig.node().ended("plants", "Plant <img src=x onerror=alert(4)>");
    try (var tab = rig.tab()) {
      for (var view : List.of("", "/timeline", "/step/1.1", "/variables", "/heads", "/cost")) {
        tab.open("s/plants" + view);
        assertThat(tab.heading("plants")).isVisible();
        assertThat(tab.page().locator("main")).containsText(MARKUP + "4)");
        assertThat(tab.page().locator("main img")).hasCount(0);
        assertThat(tab.page().locator("main script")).hasCount(0);
      }
      tab.open("s/plants/step/1.1");
      assertThat(tab.page().getByLabel("Observation")).containsText("⟨U+001B⟩[31mred⟨U+202E⟩");
      assertThat(tab.page().getByLabel("Observation")).containsText(MARKUP + "3)></script>");
      tab.page().getByText("Reply as the model wrote it").click();
      assertThat(tab.page().getByLabel("Reply")).containsText("</pre></script><script>alert(2)");
      tab.open("s/plants/variables");
      assertThat(tab.page().locator("table.variables")).containsText(MARKUP + "3)");
      tab.shoot("inert");
      tab.assertNoComplaint();
    }
  }

  @Test
  void thePolicyAdmitsNoScriptThatIsWrittenIntoThePage(PageRig rig) {
    try (var tab = rig.tab().open("")) {
      assertThat(tab.heading("Sessions")).isVisible();
      Response page = tab.page().reload();
      assertThat(page.headerValue("Content-Security-Policy"))
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(
              tab.page()
                  .evaluate(
                      "() => { try { document.body.innerHTML = '<p>'; return 'taken'; }"
                          + " catch (e) { return 'refused'; } }"))
          .isEqualTo("refused");
    }
  }
}
