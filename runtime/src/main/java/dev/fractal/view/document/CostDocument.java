package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;

/** What model calls cost; {@code "unknown"} when nobody reported it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CostDocument(Quantity usd) {
  public static CostDocument of(Usage usage) {
    return new CostDocument(usage.usd());
  }
}
