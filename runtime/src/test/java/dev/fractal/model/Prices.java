package dev.fractal.model;

import dev.fractal.model.PriceTable.Price;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalLong;

/** Prices for tests. */
public final class Prices {
  private Prices() {}

  /** A table with one model, for which writing to the cache costs what input does. */
  public static PriceTable of(String model, String input, String cached, String output) {
    return new PriceTable("a test", Map.of(model, price(input, cached, input, output)));
  }

  public static Price price(String input, String cached, String written, String output) {
    return new Price(
        new BigDecimal(input),
        new BigDecimal(cached),
        new BigDecimal(written),
        new BigDecimal(output),
        OptionalLong.empty(),
        LocalDate.of(2026, 11, 22));
  }
}
