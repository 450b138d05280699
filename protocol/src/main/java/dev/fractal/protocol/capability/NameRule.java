package dev.fractal.protocol.capability;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a program or of a model-facing function, compared exactly; {@code *} is any.
 *
 * @param text the name: letters, digits and {@code _ . + -}, without a slash
 */
public record NameRule(String text) implements Rule<NameRule> {
  private static final Pattern FORM = Pattern.compile("\\*|[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}");
  public static final NameRule ALL = new NameRule("*");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException for anything but a bare name
   */
  public NameRule {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a bare name; use letters, digits, '_', '.', '+' and '-'");
    }
  }

  @Override
  public boolean isAll() {
    return text.equals("*");
  }

  @Override
  public boolean covers(NameRule other) {
    return isAll() || equals(other);
  }

  @Override
  public Optional<NameRule> meet(NameRule other) {
    return covers(other)
        ? Optional.of(other)
        : other.covers(this) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public NameRule modest() {
    return this;
  }
}
