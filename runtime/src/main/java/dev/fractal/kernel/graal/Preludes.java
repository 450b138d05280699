package dev.fractal.kernel.graal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.graalvm.polyglot.Source;

/** The scripts that run in a context before guest code; shared, so that the engine parses once. */
final class Preludes {
  static final Source INTRINSICS = source("intrinsics.js");
  static final Source CALLS = source("calls.js");
  static final Source CELL = source("cell.js");
  static final List<Source> BEFORE_CALLS =
      List.of(source("world.js"), source("json.js"), source("show.js"));
  static final List<Source> AFTER_CALLS = List.of(source("dump.js"), source("restore.js"));
  static final Source SCOPES = source("scopes.js");
  static final Source REWRITE = source("rewrite.js");
  static final Source ACORN =
      Source.newBuilder(
              "js", text("/META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js"), "acorn.js")
          .internal(true)
          .buildLiteral();

  private Preludes() {}

  private static Source source(String name) {
    return Source.newBuilder("js", text("/dev/fractal/kernel/" + name), name)
        .internal(true)
        .buildLiteral();
  }

  private static String text(String path) {
    try (InputStream in = Preludes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + path + "; rebuild the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
