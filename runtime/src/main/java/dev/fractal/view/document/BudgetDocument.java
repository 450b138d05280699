package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.budget.BudgetLedger;
import dev.fractal.protocol.budget.Dimension;
import java.time.Instant;
import java.util.Optional;

/**
 * The limits of what a session and everything below it may use, and what is left; null where there
 * is no limit.
 *
 * @param deadline when everything has to be over
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BudgetDocument(
    Optional<Part> usd,
    Optional<Part> tokens,
    Optional<Part> calls,
    Optional<Part> sessions,
    Optional<Instant> deadline) {

  /**
   * One limit.
   *
   * @param spent by the session and its children that have ended
   * @param promised to open children and to calls in flight
   * @param left of the limit for anything else; never below zero
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Part(Quantity limit, Quantity spent, Quantity promised, Quantity left) {}

  public static BudgetDocument of(BudgetLedger books) {
    return new BudgetDocument(
        part(books, Dimension.USD),
        part(books, Dimension.TOKENS),
        part(books, Dimension.CALLS),
        part(books, Dimension.SESSIONS),
        books.cap().deadline());
  }

  private static Optional<Part> part(BudgetLedger books, Dimension dimension) {
    var limit = books.cap().of(dimension);
    if (!limit.isLimited()) {
      return Optional.empty();
    }
    var spent = books.spent().counted().of(dimension);
    return Optional.of(
        new Part(
            Quantity.of(limit.amount()),
            Quantity.of(spent),
            Quantity.of(books.taken().of(dimension).subtract(spent)),
            Quantity.of(books.left().of(dimension).amount())));
  }
}
