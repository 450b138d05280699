package dev.fractal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The machine's Chromium without a window; nothing is downloaded. */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {
  static final double PATIENCE_MILLIS = 60_000;

  private static final String PLACE = "/usr/bin/chromium";
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run");

  static Chromium start() {
    var program = Path.of(System.getProperty("fractal.chromium", PLACE));
    assertThat(Files.isExecutable(program))
        .withFailMessage(
            "%s is missing: the page is tested in Chromium; install Debian's package chromium, or"
                + " name the program with -Dfractal.chromium=FILE",
            program)
        .isTrue();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    var browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setTimeout(PATIENCE_MILLIS)
                    .setArgs(ARGUMENTS));
    return new Chromium(playwright, browser);
  }

  /** A tab with a storage of its own. */
  Tab tab(URI node, int width, ColorScheme scheme) {
    var context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(node.toString())
                .setViewportSize(width, width < 500 ? 800 : 860)
                .setColorScheme(scheme));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return Tab.of(context);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
