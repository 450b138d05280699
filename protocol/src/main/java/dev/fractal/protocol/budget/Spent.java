package dev.fractal.protocol.budget;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;

/**
 * What was spent. {@code counted} is what the budget is charged; where nobody knows what a call
 * cost, that is what was reserved for it, and the sum is reported as unknown.
 */
public record Spent(Amounts counted, boolean usdUnknown, boolean tokensUnknown) {
  public static final Spent NONE = new Spent(Amounts.NONE, false, false);
  public static final Spent ONE_SESSION = new Spent(Amounts.ONE_SESSION, false, false);

  /** One call's usage; where it is unknown the reservation is counted. */
  public static Spent of(Usage usage, Amounts reserved) {
    var tokens = usage.input().plus(usage.output());
    return new Spent(
        new Amounts(
            known(usage.usd(), reserved.usd()),
            known(tokens, reserved.tokens()),
            BigDecimal.ONE,
            reserved.sessions()),
        usage.usd() instanceof Quantity.Unknown,
        tokens instanceof Quantity.Unknown);
  }

  /** All of it is counted, and nobody knows how much it was. */
  public static Spent unknown(Amounts counted) {
    return new Spent(counted, true, true);
  }

  private static BigDecimal known(Quantity quantity, BigDecimal otherwise) {
    return switch (quantity) {
      case Quantity.Known(var amount) -> amount;
      case Quantity.Unknown _ -> otherwise;
    };
  }

  public Spent plus(Spent other) {
    return new Spent(
        counted.plus(other.counted),
        usdUnknown || other.usdUnknown,
        tokensUnknown || other.tokensUnknown);
  }

  public Quantity usd() {
    return usdUnknown ? Quantity.unknown() : Quantity.of(counted.usd());
  }

  public Quantity tokens() {
    return tokensUnknown ? Quantity.unknown() : Quantity.of(counted.tokens());
  }
}
