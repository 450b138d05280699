package dev.fractal.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import com.typesafe.config.Config;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A session whose journal lost a row, on a node of its own. */
@Tag("browser")
@Timeout(240)
@ExtendWith(PageRig.Shared.class)
final class ReleaseTest {
  @TempDir private Path directory;

  private static PageNode damaged(Config config) {
    try (var node = PageNode.start(config)) {
      node.ended("hurt", "Count");
      node.askAndWait("hurt", "Count");
    }
    try (var store = Store.openNode(StoreConfig.from(config))) {
      var lost =
          "DELETE FROM \"event_journal\" WHERE \"sequence_number\" = (SELECT MIN(\"sequence_number\")"
              + " FROM \"event_journal\" WHERE \"sequence_number\" > 8)";
      int rows =
          store
              .jdbc()
              .run(
                  connection -> {
                    try (var statement = connection.createStatement()) {
                      return statement.executeUpdate(lost);
                    }
                  });
      Assertions.assertThat(rows).isOne();
    }
    return PageNode.start(config);
  }

  @Test
  void aQuarantineIsReCheckedAndTheSessionGoesBackToASoundHead(PageRig rig) {
    try (var node = damaged(PageNode.config(directory, Map.of()));
        var tab = rig.chromium().tab(node.address(), 1280, ColorScheme.LIGHT)) {
      tab.open("s/hurt");
      assertThat(tab.page().locator(".lead .problem")).containsText("Quarantined since");
      tab.shoot("quarantined");
      tab.button("Release").click();
      assertThat(tab.page().locator(".said"))
          .containsText("Nothing was changed: the re-check says");
      tab.shoot("held");

      tab.button("Go back to a sound head").click();
      assertThat(tab.page().locator("dialog")).containsText("Nothing is deleted");
      tab.button("Go back").click();
      assertThat(tab.page().locator(".said")).containsText("The session goes on: head");
      assertThat(tab.page().locator(".lead .problem")).hasCount(0);
      assertThat(tab.page().locator(".lead .status")).hasText("idle");
      tab.shoot("released");
      assertThat(tab.button("Release")).isDisabled();
      node.askAndWait("hurt", "Count");
      tab.link("Heads").click();
      assertThat(tab.page().locator(".h-head").first()).containsText("current");
      tab.shoot("released-heads");
      tab.assertNoComplaint();
    }
  }

  @Test
  void theListSaysWhy(PageRig rig) {
    try (var node = damaged(PageNode.config(directory, Map.of()));
        var tab = rig.chromium().tab(node.address(), 1280, ColorScheme.LIGHT)) {
      node.refusedTurn("hurt", "Count");
      tab.open("");
      assertThat(tab.page().locator("tbody .c-status").first()).containsText("quarantined");
      assertThat(tab.page().locator("tbody .c-status").first()).containsText("lacks events");
      tab.shoot("list-quarantined");
      tab.assertNoComplaint();
    }
  }
}
