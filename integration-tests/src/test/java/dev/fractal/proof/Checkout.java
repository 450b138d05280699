package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the project's own files are, and those that lie beside it. */
final class Checkout {
  private static final String SHARED = "fractal.shared";

  private Checkout() {}

  /** The project's root: the directory above the tests' one that has the launcher. */
  static Path root() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.exists(place.resolve("bin").resolve("fractal"))) {
        return place;
      }
    }
    throw new IllegalStateException("the tests do not run within a checkout: no bin/fractal above");
  }

  /** A file of {@code examples/}. */
  static Path example(String name) {
    return root().resolve("examples").resolve(name);
  }

  /** A file of the directory {@code shared} beside the checkout; fails when it is not there. */
  static Path shared(String name) {
    var shared =
        Optional.ofNullable(System.getProperty(SHARED))
            .map(Path::of)
            .orElseGet(() -> root().resolveSibling("shared"));
    var file = shared.resolve(name);
    assertThat(Files.isReadable(file))
        .withFailMessage(
            "%s is missing: this test reads the material that lies beside the checkout; put it"
                + " there, or name its directory with -D%s=DIR",
            file, SHARED)
        .isTrue();
    return file;
  }
}
