package dev.fractal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
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

  void assertNoComplaint() {
    assertThat(complaints).isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
