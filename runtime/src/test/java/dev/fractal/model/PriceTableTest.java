package dev.fractal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private final PriceTable table =
      new PriceTable(
          Map.of(
              "m", price("2.00", "0.50", "8.00"),
              "flat", price("1", "1", "2")));

  private static PriceTable.Price price(String input, String cached, String output) {
    return new PriceTable.Price(
        new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
  }

  private static Usage tokens(Quantity input, Quantity output, Quantity cached) {
    return new Usage(input, output, cached, Quantity.unknown());
  }

  @Test
  void cachedInputIsPricedApartFromFreshInput() {
    assertThat(table.cost("m", tokens(Quantity.of(1000), Quantity.of(100), Quantity.of(600))))
        .isEqualTo(Quantity.of(new BigDecimal("0.0019")));
  }

  @Test
  void aDatedSnapshotCostsWhatItsNameDoes() {
    Usage tokens = tokens(Quantity.of(1_000_000), Quantity.zero(), Quantity.zero());

    assertThat(table.cost("m-2025-04-14", tokens)).isEqualTo(Quantity.of(2));
    assertThat(table.cost("m-mini", tokens)).isEqualTo(Quantity.unknown());
  }

  @Test
  void aCostThatRestsOnAnUnknownCountIsUnknown() {
    assertThat(table.cost("m", tokens(Quantity.of(10), Quantity.of(10), Quantity.unknown())))
        .isEqualTo(Quantity.unknown());
    assertThat(table.cost("m", tokens(Quantity.of(10), Quantity.unknown(), Quantity.zero())))
        .isEqualTo(Quantity.unknown());
    assertThat(table.cost("flat", tokens(Quantity.of(10), Quantity.of(10), Quantity.unknown())))
        .isEqualTo(Quantity.of(new BigDecimal("0.00003")));
  }
}
