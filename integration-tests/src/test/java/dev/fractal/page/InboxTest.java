package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sessions ask people, found, answered and declined on the page. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class InboxTest {
  private static final int MOST_STOPS = 60;

  @TempDir private Path directory;

  private PageNode asking(String id) {
    var node = PageNode.start(PageNode.config(directory, Map.of()));
    node.session(id);
    node.ask(id, "Decide");
    return node;
  }

  @ParameterizedTest
  @CsvSource({"LIGHT,1200", "DARK,1200", "LIGHT,400", "DARK,400"})
  void theKeyboardAloneFindsAnswersAndSeesTheTurnGoOn(ColorScheme scheme, int width, PageRig rig)
      throws IOException {
    var look = "-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
    try (var node = asking("chooser");
        var tab = rig.chromium().tab(node.address(), width, scheme)) {
      tab.open("");
      assertThat(tab.page().locator(".count")).containsText("1");
      tab.tabTo(tab.page().locator("a[href='#/inbox']"), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.page().locator("[data-ask]")).hasCount(1);
      tab.assertReadable("inbox" + look);
      tab.tabTo(tab.button("Answer"), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.page().getByLabel("How many")).isVisible();
      tab.tabTo(tab.page().getByLabel("Way"), MOST_STOPS);
      tab.page().keyboard().type("right");
      tab.tabTo(tab.page().getByLabel("How many"), MOST_STOPS);
      tab.page().keyboard().type("3");
      tab.assertReadable("answer" + look);
      tab.press("Enter");

      assertThat(tab.page().locator(".said")).containsText("The answer was taken.");
      assertThat(tab.page().locator(".question")).hasText("Sure?");
      tab.tabTo(tab.button("Answer"), MOST_STOPS);
      tab.press("Enter");
      tab.tabTo(tab.page().getByLabel("yes"), MOST_STOPS);
      tab.press("Space");
      tab.assertReadable("choice" + look);
      tab.press("Enter");
      assertThat(tab.page().locator(".empty-title")).hasText("Nothing is asked");
      tab.open("s/chooser");
      assertThat(tab.page().locator(".outcome")).containsText("right");
      assertThat(tab.page().locator(".lead .status")).hasText("idle");
      tab.assertNoComplaint();
    }
  }

  @Test
  void theTreeSaysWhatIsWaitedForAndADeclineReachesTheCell(PageRig rig) {
    try (var node = asking("decliner");
        var tab = rig.chromium().tab(node.address(), 1200, ColorScheme.LIGHT)) {
      tab.open("s/decliner");
      assertThat(tab.page().locator(".lead .status")).hasText("waiting");
      assertThat(tab.page().locator(".node-waits")).containsText("waits for ask, for");
      tab.shoot("waiting");
      tab.open("inbox");
      tab.button("Answer").click();
      tab.page().getByText("There is no answer").click();
      tab.page().getByLabel("Why").fill("the road is closed");
      tab.button("Decline").click();
      assertThat(tab.page().locator(".said")).containsText("The question was declined.");
      tab.open("s/decliner");
      assertThat(tab.page().locator("main")).containsText("the road is closed");
      tab.assertNoComplaint();
    }
  }

  @Test
  void aCallIsApprovedWithAnEditAndTheTurnGoesOn(PageRig rig) throws IOException {
    try (var node = PageNode.start(PageNode.config(directory, Map.of()));
        var tab = rig.chromium().tab(node.address(), 1200, ColorScheme.LIGHT)) {
      node.post("/v1/sessions", "{\"sessionId\":\"advised\",\"tighten\":{\"approve\":[\"lm\"]}}");
      node.ask("advised", "Consult");
      tab.open("inbox");
      assertThat(tab.page().locator(".question")).containsText("May lm(\"the first draft\"");
      tab.tabTo(tab.button("Answer"), MOST_STOPS);
      tab.press("Enter");
      var arguments = tab.page().getByLabel("Arguments of lm");
      assertThat(arguments).hasValue(Pattern.compile("the first draft"));
      arguments.fill("[\"the final draft\", \"Is it good?\", \"text\"]");
      tab.assertReadable("approval");
      tab.tabTo(tab.button("Approve"), MOST_STOPS);
      tab.press("Enter");
      assertThat(tab.page().locator(".said")).containsText("The call was approved.");
      tab.open("s/advised");
      assertThat(tab.page().locator(".outcome")).containsText("the final one is good");
      tab.assertNoComplaint();
    }
  }

  @Test
  void anAnswerThatDoesNotFitIsToldWithTheReason(PageRig rig) {
    try (var node = asking("misfit");
        var tab = rig.chromium().tab(node.address(), 1200, ColorScheme.LIGHT)) {
      var body = "{\"answer\":{\"way\":\"up\",\"count\":0}}";
      tab.open("inbox");
      assertThat(tab.page().locator("[data-ask]")).hasCount(1);
      var answer =
          tab.page()
              .evaluate(
                  "body => fetch('/v1/asks/' + document.querySelector('[data-ask]').dataset.ask,"
                      + " {method: 'POST', headers: {'Content-Type': 'application/json'}, body})"
                      + ".then(answer => answer.json())",
                  body);
      assertThat(answer.toString()).contains("AnswerMisfit").contains("way").contains("count");
    }
  }
}
