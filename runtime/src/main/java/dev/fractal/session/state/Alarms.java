package dev.fractal.session.state;

import dev.fractal.protocol.budget.BudgetLedger;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned.Used;
import dev.fractal.session.state.OpenWaits.Wait;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was said about a session's budget: of which limits was warned, and whether a person is asked
 * for more.
 *
 * @param warned limits whose warning holds
 * @param unread what the model has not read of it
 * @param asked how often a person was asked for more
 * @param open the question that is open
 * @param declined whether a person has said, in this turn, that there is no more
 */
public record Alarms(
    Set<Dimension> warned, List<Used> unread, int asked, Optional<Wait> open, boolean declined) {
  static final Alarms NONE = new Alarms(Set.of(), List.of(), 0, Optional.empty(), false);

  public Alarms {
    warned = Set.copyOf(warned);
    unread = List.copyOf(unread);
  }

  /** The limits of which so much is spent that it is time to warn, and which are not warned of. */
  public List<Used> due(BudgetLedger ledger, BudgetPolicy policy) {
    return Stream.of(Dimension.values())
        .filter(dimension -> !warned.contains(dimension))
        .flatMap(dimension -> used(ledger, dimension).stream())
        .filter(used -> isOver(used, policy))
        .toList();
  }

  /** That the session itself is one of its sessions is no news. */
  private static boolean isOver(Used used, BudgetPolicy policy) {
    boolean itself =
        used.dimension() == Dimension.SESSIONS && used.spent().compareTo(BigDecimal.ONE) <= 0;
    return !itself && used.spent().compareTo(used.limit().multiply(policy.warnAt())) >= 0;
  }

  /** What is spent of a limit; none of what has no limit, or one of nothing. */
  private static Optional<Used> used(BudgetLedger ledger, Dimension dimension) {
    var allowance = ledger.cap().of(dimension);
    var limit = allowance.amount();
    return dimension.isConserved() && allowance.isLimited() && limit.signum() > 0
        ? Optional.of(new Used(dimension, ledger.spent().counted().of(dimension), limit))
        : Optional.empty();
  }

  Alarms warned(BudgetWarned event) {
    var all = EnumSet.noneOf(Dimension.class);
    all.addAll(warned);
    event.limits().forEach(used -> all.add(used.dimension()));
    return new Alarms(
        all,
        Stream.concat(unread.stream(), event.limits().stream()).toList(),
        asked,
        open,
        declined);
  }

  /** The model has read all of it. */
  Alarms read() {
    return unread.isEmpty() ? this : new Alarms(warned, List.of(), asked, open, declined);
  }

  Alarms asks(Wait question) {
    return new Alarms(warned, unread, question.call(), Optional.of(question), declined);
  }

  /** Nobody waits for the answer any more. */
  Alarms closed() {
    return open.isEmpty() ? this : new Alarms(warned, unread, asked, Optional.empty(), declined);
  }

  Alarms refused() {
    return new Alarms(warned, unread, asked, Optional.empty(), true);
  }

  /** The limits are higher: what is far from its new one can be warned of again. */
  Alarms raised(BudgetLedger ledger, BudgetPolicy policy) {
    var still = EnumSet.noneOf(Dimension.class);
    for (var dimension : warned) {
      if (used(ledger, dimension).filter(used -> isOver(used, policy)).isPresent()) {
        still.add(dimension);
      }
    }
    return new Alarms(still, unread, asked, Optional.empty(), false);
  }

  Alarms turnEnded() {
    return new Alarms(warned, List.of(), asked, Optional.empty(), false);
  }

  /** The part of a limit that is spent, in whole percent, rounded down. */
  public static int percent(Used used) {
    return used.spent()
        .multiply(BigDecimal.valueOf(100))
        .divideToIntegralValue(used.limit())
        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
        .intValueExact();
  }
}
