package dev.fractal.model;

import static dev.fractal.model.Prices.price;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private final PriceTable table =
      new PriceTable(
          "a test",
          Map.of(
              "m", price("2.00", "0.50", "2.00", "8.00"),
              "flat", price("1", "1", "1", "2"),
              "writes", price("4.00", "0.40", "5.00", "20.00"),
              "short", upTo(1000, price("1", "1", "1", "2"))));

  private static PriceTable.Price upTo(long tokens, PriceTable.Price price) {
    return new PriceTable.Price(
        price.input(),
        price.cached(),
        price.written(),
        price.output(),
        OptionalLong.of(tokens),
        price.asOf());
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
    assertThat(table.cost("m-20250414", tokens)).isEqualTo(Quantity.of(2));
    assertThat(table.cost("m-mini", tokens)).isEqualTo(Quantity.unknown());
  }

  @Test
  void inputThatIsWrittenToTheCacheIsPricedApart() {
    Usage tokens = tokens(Quantity.of(1000), Quantity.zero(), Quantity.of(500));

    assertThat(table.cost("writes", tokens, Quantity.of(300)))
        .isEqualTo(Quantity.of(new BigDecimal("0.0025")));
    assertThat(table.cost("writes", tokens, Quantity.unknown())).isEqualTo(Quantity.unknown());
  }

  @Test
  void aPromptThatIsLongerThanThePricesHoldCostsUnknown() {
    assertThat(table.cost("short", tokens(Quantity.of(1000), Quantity.zero(), Quantity.zero())))
        .isEqualTo(Quantity.of(new BigDecimal("0.001")));
    assertThat(table.cost("short", tokens(Quantity.of(1001), Quantity.zero(), Quantity.zero())))
        .isEqualTo(Quantity.unknown());
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
