package dev.fractal.protocol.capability;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A toolset function {@code namespace.function}, a whole namespace {@code namespace.*}, or all of
 * them {@code *}.
 */
public record ToolRule(String text) implements Rule<ToolRule> {
  private static final Pattern FORM =
      Pattern.compile("\\*|[A-Za-z0-9_$-]{1,100}\\.(\\*|[A-Za-z0-9_$-]{1,100})");
  public static final ToolRule ALL = new ToolRule("*");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException for anything else
   */
  public ToolRule {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a tool; write 'namespace.function' or 'namespace.*'");
    }
  }

  @Override
  public boolean isAll() {
    return text.equals("*");
  }

  @Override
  public boolean covers(ToolRule other) {
    return equals(other)
        || isAll()
        || (text.endsWith(".*") && other.text.startsWith(text.substring(0, text.length() - 1)));
  }

  @Override
  public Optional<ToolRule> meet(ToolRule other) {
    return covers(other)
        ? Optional.of(other)
        : other.covers(this) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public ToolRule modest() {
    return this;
  }
}
