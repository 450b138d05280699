package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class GuardedPageTest {
  private static final String READER = "reader-0123456789abcdef";
  private static final String DRIVER = "driver-0123456789abcdef";

  private static PageNode guarded(Path directory) throws IOException {
    var tokens = directory.resolve("tokens");
    Files.write(tokens, List.of(READER + " read", DRIVER + " drive"));
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    return PageNode.start(
        PageNode.config(directory, Map.of("fractal.http.token-file", tokens.toString())));
  }

  private static void enter(Tab tab, String token) {
    tab.page().getByLabel("Token").fill(token);
    tab.button("Open").click();
  }

  @Test
  void thePageAsksForATokenAndOffersNoMoreThanItAdmits(PageRig rig, @TempDir Path directory)
      throws IOException {
    try (var node = guarded(directory);
        var tab = rig.chromium().tab(node.address(), 1280, ColorScheme.DARK)) {
      tab.open("");
      assertThat(tab.heading("This node wants a token")).isVisible();
      enter(tab, "wrong-0123456789abcdef");
      assertThat(tab.page().getByText("the bearer token is unknown")).isVisible();
      tab.shoot("token");
      enter(tab, DRIVER);
      assertThat(tab.page().getByText("No sessions yet")).isVisible();
      tab.page()
          .evaluate(
              "token => fetch('/v1/sessions', {method: 'POST', body: '{\"sessionId\": \"s1\"}',"
                  + " headers: {'Content-Type': 'application/json', Authorization: 'Bearer ' +"
                  + " token}})",
              DRIVER);
      tab.link("s1").click();
      assertThat(tab.page().locator(".link")).hasText("live");
      assertThat(tab.button("Stop")).isEnabled();

      tab.button("Forget token").click();
      enter(tab, READER);
      assertThat(tab.page().locator(".role")).isVisible();
      assertThat(tab.page().locator(".link")).hasText("live");
      for (var deed : List.of("Stop", "Cancel", "Resume", "Fork", "Compact")) {
        assertThat(tab.button(deed)).isDisabled();
      }
      assertThat(tab.page().getByLabel("Ask for another turn")).hasCount(0);
      tab.page().reload();
      assertThat(tab.page().locator(".role")).isVisible();
      assertThat(tab.page().evaluate("Object.values(sessionStorage).join()")).isEqualTo(READER);
      assertThat(tab.page().evaluate("localStorage.length + document.cookie")).isEqualTo("0");
      assertThat(tab.page().url()).doesNotContain(READER);
    }
  }
}
