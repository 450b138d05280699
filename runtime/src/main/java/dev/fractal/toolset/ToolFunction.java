package dev.fractal.toolset;

import dev.fractal.protocol.Sha256;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A function of a toolset.
 *
 * @param name letters, digits, {@code _}, {@code $} and {@code -}
 * @param doc what it does and gives, for the model
 * @param schema JSON Schema of its one argument, as text
 */
public record ToolFunction(String name, String doc, String schema) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]{1,100}");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with one sentence for any other
   */
  public ToolFunction {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be a tool's name; use letters, digits, '_', '$' and '-'");
    }
  }

  /** The first line of the doc. */
  public String summary() {
    return doc.strip().lines().findFirst().orElse("");
  }

  /** The content address of everything that functions say of themselves, in any order. */
  static String stamp(Collection<ToolFunction> functions) {
    return Sha256.of(
        functions.stream()
            .sorted(Comparator.comparing(ToolFunction::name))
            .map(function -> function.name + "\n" + function.doc + "\n" + function.schema + "\n")
            .collect(Collectors.joining("\0")));
  }
}
