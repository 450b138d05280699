package dev.fractal.protocol;

/**
 * What model calls used: input, output and cached input in tokens, cost in US dollars. {@code
 * cached} is a part of {@code input}.
 */
public record Usage(Quantity input, Quantity output, Quantity cached, Quantity usd) {
  public static final Usage ZERO =
      new Usage(Quantity.zero(), Quantity.zero(), Quantity.zero(), Quantity.zero());
  public static final Usage UNKNOWN =
      new Usage(Quantity.unknown(), Quantity.unknown(), Quantity.unknown(), Quantity.unknown());

  public Usage plus(Usage other) {
    return new Usage(
        input.plus(other.input),
        output.plus(other.output),
        cached.plus(other.cached),
        usd.plus(other.usd));
  }
}
