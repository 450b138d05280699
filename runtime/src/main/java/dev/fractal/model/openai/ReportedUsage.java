package dev.fractal.model.openai;

import com.openai.core.JsonField;
import com.openai.models.completions.CompletionUsage;
import dev.fractal.model.PriceTable;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads a server's usage report; what it leaves out is unknown. */
final class ReportedUsage {
  private ReportedUsage() {}

  static Usage of(CompletionUsage reported, String model, PriceTable prices) {
    Quantity cached =
        reported
            ._promptTokensDetails()
            .asKnown()
            .map(details -> tokens(details._cachedTokens()))
            .orElseGet(Quantity::unknown);
    Usage counted =
        new Usage(
            tokens(reported._promptTokens()),
            tokens(reported._completionTokens()),
            cached,
            Quantity.unknown());
    Quantity usd = cost(reported).orElseGet(() -> prices.cost(model, counted));
    return new Usage(counted.input(), counted.output(), counted.cached(), usd);
  }

  /** Some servers report dollars in a field of their own. */
  private static Optional<Quantity> cost(CompletionUsage reported) {
    JsonField<?> field = reported._allProperties().get("cost");
    if (field == null) {
      return Optional.empty();
    }
    return field
        .asNumber()
        .map(cost -> new BigDecimal(cost.toString()))
        .filter(cost -> cost.signum() >= 0)
        .map(Quantity::of);
  }

  private static Quantity tokens(JsonField<Long> field) {
    return field
        .asKnown()
        .filter(count -> count >= 0)
        .map(Quantity::of)
        .orElseGet(Quantity::unknown);
  }
}
