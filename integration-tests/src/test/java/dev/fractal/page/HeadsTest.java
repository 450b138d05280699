package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class HeadsTest {
  @Test
  void aForkGoesOnFromTheHeadThatWasChosen(PageRig rig) {
    rig.node().ended("forked", "Count");
    rig.node().askAndWait("forked", "Count");
    try (var tab = rig.tab().open("s/forked/heads")) {
      var heads = tab.page().locator(".h-head");
      assertThat(heads).hasCount(2);
      assertThat(heads.first()).containsText("current");
      heads.last().locator("[data-deed=fork]").click();

      assertThat(tab.page()).not().hasURL(Pattern.compile("#/s/forked/"));
      assertThat(tab.page().locator(".crumbs")).containsText("forked from forked");
      tab.link("Variables").click();
      assertThat(tab.page().locator("table.variables tr").last()).containsText("counted");
      assertThat(tab.page().locator("table.variables tr").last().locator("td").first())
          .hasText("1");
      tab.link("Heads").click();
      assertThat(tab.page().locator(".h-source")).containsText("forked");
      tab.assertNoComplaint();
    }
  }

  @Test
  void variablesOfAHeadSayWhatChangedSinceTheOneBefore(PageRig rig) {
    rig.node().ended("varies", "Count");
    rig.node().askAndWait("varies", "Count");
    try (var tab = rig.tab().open("s/varies/heads")) {
      var heads = tab.page().locator(".h-head");
      heads.first().getByText("Variables").click();
      var counted = tab.page().locator("table.variables tr").last();
      assertThat(counted).hasText(Pattern.compile("counted2changedexactly"));
      tab.page().locator(".filters select").selectOption("");
      assertThat(counted).hasText(Pattern.compile("counted2exactly"));
      tab.page().goBack();
      heads.last().getByText("Variables").click();
      assertThat(counted).hasText(Pattern.compile("counted1newexactly"));
      tab.assertNoComplaint();
    }
  }
}
