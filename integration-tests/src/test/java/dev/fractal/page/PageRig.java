package dev.fractal.page;

import com.microsoft.playwright.options.ColorScheme;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.proof.Scratch;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser and one node for all tests of the page; the node's list has 2,000 older sessions. */
record PageRig(Chromium chromium, HeldModel model, PageNode node) implements AutoCloseable {
  static final int LISTED = 2_000;

  private static final List<SessionStatus> STATUSES =
      List.of(SessionStatus.IDLE, SessionStatus.IDLE, SessionStatus.STOPPED, SessionStatus.PAUSED);

  /** Gives the rig to the methods of tests; it ends with the last of them. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == PageRig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(PageRig.class))
          .computeIfAbsent(PageRig.class, _ -> start());
    }
  }

  private static PageRig start() {
    try {
      var chromium = Chromium.start();
      var model = HeldModel.start();
      var directory = Scratch.directory("page");
      var config =
          PageNode.config(
              directory,
              Map.of(
                  "fractal.models.openai.base-url",
                  model.url(),
                  "fractal.models.openai.api-key-variable",
                  "PATH"));
      try (var store = Store.openNode(StoreConfig.from(config))) {
        store.catalog().upsert(IntStream.range(0, LISTED).mapToObj(PageRig::row).toList());
      }
      return new PageRig(chromium, model, PageNode.start(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CatalogRow row(int number) {
    var id = new SessionId("old-%04d".formatted(number));
    var then = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number);
    return new CatalogRow(
        id,
        1,
        STATUSES.get(number % STATUSES.size()),
        new CatalogRow.Family(Optional.empty(), id),
        new CatalogRow.Progress(
            number % 7, Quantity.of(BigDecimal.valueOf(number, 4)), Optional.empty()),
        then,
        then);
  }

  /** A tab of a screen of a desk. */
  Tab tab() {
    return tab(1280, ColorScheme.LIGHT);
  }

  Tab tab(int width, ColorScheme scheme) {
    return chromium.tab(node.address(), width, scheme);
  }

  static Path scripts() {
    return Path.of("src", "test", "resources", "dev", "fractal", "page");
  }

  @Override
  public void close() {
    node.close();
    model.close();
    chromium.close();
  }
}
