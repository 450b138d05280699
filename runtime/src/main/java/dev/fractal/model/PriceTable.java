package dev.fractal.model;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a provider's models cost, by name. A dated snapshot ({@code NAME-2025-08-07} or {@code
 * NAME-20250807}) costs what its name does unless it has an entry of its own; a model without an
 * entry costs {@code unknown}.
 *
 * @param source where the prices were read
 */
public record PriceTable(String source, Map<String, Price> prices) {
  /** Knows no price. */
  public static final PriceTable EMPTY = new PriceTable("", Map.of());

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final Pattern DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|20\\d{6})$");

  public PriceTable {
    prices = Map.copyOf(prices);
  }

  /**
   * US dollars per million tokens.
   *
   * @param cached input that the provider had in its cache
   * @param written input that the provider wrote to its cache
   * @param upTo tokens of input up to which these prices hold; a longer prompt costs unknown
   * @param asOf when the prices were written down
   */
  public record Price(
      BigDecimal input,
      BigDecimal cached,
      BigDecimal written,
      BigDecimal output,
      OptionalLong upTo,
      LocalDate asOf) {
    private boolean holds(BigDecimal tokens) {
      return upTo.isEmpty() || tokens.compareTo(BigDecimal.valueOf(upTo.getAsLong())) <= 0;
    }
  }

  /** US dollars for a reply's tokens; unknown as soon as a count that matters is. */
  public Quantity cost(String model, Usage tokens) {
    return cost(model, tokens, Quantity.zero());
  }

  /**
   * The same, where the provider counts what it wrote to its cache.
   *
   * @param written is a part of the input
   */
  public Quantity cost(String model, Usage tokens, Quantity written) {
    return priceOf(model).map(price -> cost(price, tokens, written)).orElseGet(Quantity::unknown);
  }

  /** The price of a model or of the name that it is a snapshot of. */
  public Optional<Price> priceOf(String model) {
    return Optional.ofNullable(prices.get(model))
        .or(() -> Optional.ofNullable(prices.get(DATE.matcher(model).replaceFirst(""))));
  }

  private static Quantity cost(Price price, Usage tokens, Quantity written) {
    if (tokens.input() instanceof Quantity.Known(var input)
        && tokens.output() instanceof Quantity.Known(var output)
        && counted(tokens.cached(), price.cached(), price) instanceof Quantity.Known(var fromCache)
        && counted(written, price.written(), price) instanceof Quantity.Known(var toCache)
        && price.holds(input)) {
      BigDecimal fresh = input.subtract(fromCache).subtract(toCache).max(BigDecimal.ZERO);
      return Quantity.of(
          fresh
              .multiply(price.input())
              .add(fromCache.multiply(price.cached()))
              .add(toCache.multiply(price.written()))
              .add(output.multiply(price.output()))
              .divide(MILLION));
    }
    return Quantity.unknown();
  }

  /** A part of the input that costs what the rest costs need not be known. */
  private static Quantity counted(Quantity part, BigDecimal itsPrice, Price price) {
    return itsPrice.compareTo(price.input()) == 0 ? Quantity.zero() : part;
  }
}
