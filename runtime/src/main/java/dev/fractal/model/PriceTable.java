package dev.fractal.model;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What models cost, by name. A dated snapshot ({@code NAME-2025-08-07}) costs what its name does
 * unless it has an entry of its own; a model without an entry costs {@code unknown}.
 */
public record PriceTable(Map<String, Price> prices) {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final Pattern DATE = Pattern.compile("-\\d{4}-\\d{2}-\\d{2}$");

  public PriceTable {
    prices = Map.copyOf(prices);
  }

  /** US dollars per million tokens; {@code cached} is the price of cached input. */
  public record Price(BigDecimal input, BigDecimal cached, BigDecimal output) {}

  /** US dollars for a reply's tokens; unknown as soon as a count that matters is. */
  public Quantity cost(String model, Usage tokens) {
    return priceOf(model).map(price -> cost(price, tokens)).orElseGet(Quantity::unknown);
  }

  private Optional<Price> priceOf(String model) {
    return Optional.ofNullable(prices.get(model))
        .or(() -> Optional.ofNullable(prices.get(DATE.matcher(model).replaceFirst(""))));
  }

  private static Quantity cost(Price price, Usage tokens) {
    Quantity cached =
        price.cached().compareTo(price.input()) == 0 ? Quantity.zero() : tokens.cached();
    if (tokens.input() instanceof Quantity.Known(var input)
        && tokens.output() instanceof Quantity.Known(var output)
        && cached instanceof Quantity.Known(var fromCache)) {
      BigDecimal fresh = input.subtract(fromCache).max(BigDecimal.ZERO);
      return Quantity.of(
          fresh
              .multiply(price.input())
              .add(fromCache.multiply(price.cached()))
              .add(output.multiply(price.output()))
              .divide(MILLION));
    }
    return Quantity.unknown();
  }
}
