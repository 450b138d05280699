package dev.fractal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tab of a browser; whatever its page complained about is kept.
 *
 * @param complaints errors on the console, violations of the policy among them, and dialogs
 */
record Tab(BrowserContext context, Page page, List<String> complaints) implements AutoCloseable {
  private static final Path SHOTS = Path.of("target", "screenshots");

  static Tab of(BrowserContext context) {
    var page = context.newPage();
    var complaints = new CopyOnWriteArrayList<String>();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onDialog(
        dialog -> {
          complaints.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    return new Tab(context, page, complaints);
  }

  /** Goes to a place of the page, such as {@code s/s1/heads}. */
  Tab open(String place) {
    page.navigate("/#/" + place);
    return this;
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator treeItems() {
    return page.getByRole(AriaRole.TREEITEM);
  }

  void press(String... keys) {
    for (var key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Keeps what the tab shows, as {@code target/screenshots/NAME.png}. */
  void shoot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")).setFullPage(true));
  }

  /** Keeps what the tab shows, and checks that all of it can be read. */
  void assertReadable(String name) throws IOException {
    shoot(name);
    var looks = Files.readString(PageRig.scripts().resolve("looks.js"));
    assertThat((Iterable<?>) page.evaluate(looks)).as(name).isEmpty();
  }

  /** Presses the tabulator until an element has the focus, at most so often. */
  void tabTo(Locator target, int mostStops) {
    for (int stop = 0; stop < mostStops; stop++) {
      if (Boolean.TRUE.equals(target.evaluate("element => element === document.activeElement"))) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("the focus never came to " + target);
  }

  void assertNoComplaint() {
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
