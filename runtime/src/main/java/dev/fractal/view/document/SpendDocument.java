package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Spend;

/**
 * What calls used.
 *
 * @param replies calls that were answered
 * @param lost requests whose use nobody knows
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SpendDocument(TokensDocument usage, CostDocument cost, int replies, int lost) {
  public static SpendDocument of(Spend spend) {
    var total = spend.total();
    return new SpendDocument(
        TokensDocument.of(total), CostDocument.of(total), spend.replies(), spend.lost());
  }
}
