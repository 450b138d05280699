package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;

/** Tokens of model calls; a count that nobody reported is {@code "unknown"}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokensDocument(Quantity input, Quantity output, Quantity cached) {
  public static TokensDocument of(Usage usage) {
    return new TokensDocument(usage.input(), usage.output(), usage.cached());
  }

  /** The same with what it cost. */
  public Usage at(CostDocument cost) {
    return new Usage(input, output, cached, cost.usd());
  }
}
