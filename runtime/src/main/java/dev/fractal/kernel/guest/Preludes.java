package dev.fractal.kernel.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts that run in a realm before guest code, each a function expression. */
public final class Preludes {
  /**
   * Expression of {@code (host, names) => api}: the host functions as an object and the granted
   * functions as a JSON array. {@code api.bound(hostCalls, fanOut)} comes before the first cell.
   */
  public static final String WORLD = world();

  /** Expression of {@code () => api} with {@code rewrite} and {@code describe}. */
  public static final String PARSER = parser();

  private Preludes() {}

  /** The script of what an engine does otherwise; a function expression. */
  public static String engine(String name) {
    return source(name);
  }

  private static String world() {
    StringBuilder text = new StringBuilder("(function (host, names) {\n");
    text.append("const k = (")
        .append(source("intrinsics.js"))
        .append(")(host.print, host.end, host.input, host.emit, host.describe);\n");
    for (String name : List.of("world.js", "chains.js", "json.js", "show.js")) {
      text.append("(").append(source(name)).append(")(k);\n");
    }
    text.append("(").append(source("calls.js")).append(")(k, JSON.parse(names));\n");
    for (String name :
        List.of(
            "functions.js",
            "plain.js",
            "kinds.js",
            "walk.js",
            "dump.js",
            "revive.js",
            "restore.js",
            "seal.js")) {
      text.append("(").append(source(name)).append(")(k);\n");
    }
    text.append("k.seal();\nreturn (").append(source("cell.js")).append(")(k);\n})");
    return text.toString();
  }

  private static String parser() {
    return "(function () {\n"
        + text("/META-INF/resources/webjars/acorn/8.15.0/dist/acorn.js")
        + "\nconst shapes = ("
        + source("shapes.js")
        + ")();\nconst scopes = ("
        + source("scopes.js")
        + ")(globalThis.acorn, shapes);\nreturn ("
        + source("rewrite.js")
        + ")(globalThis.acorn, scopes);\n})";
  }

  /** A prelude without the line comment before and the line end behind its expression. */
  private static String source(String name) {
    return text("/dev/fractal/kernel/" + name).strip();
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
