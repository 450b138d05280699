package dev.fractal.protocol.budget;

import java.math.BigDecimal;

/**
 * What happens as a session's budget comes to its end; of use to the root of a tree only, since
 * what a child has was granted by its parent.
 *
 * @param onBudget what becomes of a turn that the budget has not enough left for
 * @param warnAt the part of a limit that is spent when somebody is warned of it, above 0 and at
 *     most 1
 */
public record BudgetPolicy(OnBudget onBudget, BigDecimal warnAt) {
  private static final BigDecimal USUAL_WARNING = new BigDecimal("0.8");

  /** A turn ends when the budget does; four fifths of a limit are warned of. */
  public static final BudgetPolicy USUAL = new BudgetPolicy(OnBudget.END, USUAL_WARNING);

  public BudgetPolicy {
    if (warnAt.signum() <= 0 || warnAt.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException(
          "the part of a limit that is warned of is above 0 and at most 1, not "
              + warnAt.toPlainString());
    }
    warnAt = warnAt.stripTrailingZeros();
  }

  public BudgetPolicy with(OnBudget other) {
    return new BudgetPolicy(other, warnAt);
  }

  public BudgetPolicy warningAt(BigDecimal part) {
    return new BudgetPolicy(onBudget, part);
  }
}
