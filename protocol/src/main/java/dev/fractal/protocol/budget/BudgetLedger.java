package dev.fractal.protocol.budget;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The books of one session: its cap, what its open children were granted, what is reserved for
 * calls in flight, and what was spent by it and its settled children. Granted, reserved and spent
 * together never exceed the cap, but for calls that took more than was reserved for them.
 * Immutable.
 *
 * @param open grants of children that did not settle yet
 * @param settled children of the open turn whose refund was booked
 */
public record BudgetLedger(
    Budget cap,
    Map<SessionId, Budget> open,
    Set<SessionId> settled,
    Map<CallKey, Amounts> reserved,
    Spent spent) {
  public BudgetLedger {
    open = Map.copyOf(open);
    settled = Set.copyOf(settled);
    reserved = Map.copyOf(reserved);
  }

  /** The books of a new session, which has spent one session: itself. */
  public static BudgetLedger of(Budget cap) {
    return new BudgetLedger(cap, Map.of(), Set.of(), Map.of(), Spent.ONE_SESSION);
  }

  /** The answer to a wish. */
  public sealed interface Answer {}

  /** The child may use so much; the ledger has it booked. */
  public record Granted(BudgetLedger ledger, Budget budget) implements Answer {}

  /** The call may be made; the ledger has it booked. */
  public record Reserved(BudgetLedger ledger) implements Answer {}

  /**
   * Nothing was booked.
   *
   * @param message one sentence
   */
  public record Exhausted(Dimension dimension, String message) implements Answer {}

  /** What neither was spent nor is promised to anyone. */
  public Budget left() {
    return cap.minus(taken());
  }

  /** Spent, reserved and granted together. */
  public Amounts taken() {
    var sum = spent.counted();
    for (var amounts : reserved.values()) {
      sum = sum.plus(amounts);
    }
    for (var grant : open.values()) {
      sum = sum.plus(grant.amounts());
    }
    return sum;
  }

  /**
   * Grants a child what it asks for, at most what is left. The same child asked for again has the
   * grant that it has; a settled one gets nothing more.
   */
  public Answer grant(SessionId child, Budget asked) {
    var earlier = open.get(child);
    if (earlier != null) {
      return new Granted(this, earlier);
    }
    var left = left();
    if (settled.contains(child) || left.sessions().isUsedUp()) {
      return exhausted(Dimension.SESSIONS, "child " + child);
    }
    if (left.depth().isUsedUp()) {
      return exhausted(Dimension.DEPTH, "child " + child);
    }
    var budget = left.below().min(asked);
    return Optional.<Dimension>empty()
        .or(budget::usedUp)
        .or(() -> budget.lacking(Amounts.ONE_SESSION))
        .<Answer>map(dimension -> exhausted(dimension, "child " + child))
        .orElseGet(() -> new Granted(withOpen(child, budget), budget));
  }

  /**
   * Sets aside what a call is estimated to take, before it is launched. A call that is reserved
   * already stays so.
   */
  public Answer reserve(CallKey call, Amounts estimate) {
    if (reserved.containsKey(call)) {
      return new Reserved(this);
    }
    var left = left();
    return left.usedUp()
        .or(() -> left.lacking(estimate))
        .<Answer>map(dimension -> exhausted(dimension, "call " + call))
        .orElseGet(() -> new Reserved(withReserved(call, estimate)));
  }

  /** The refusal of a wish for which this dimension does not suffice. */
  public Exhausted exhausted(Dimension dimension, String who) {
    return new Exhausted(
        dimension,
        "the budget has not enough "
            + dimension.words()
            + " left for "
            + who
            + "; ask for less, finish with what is there, or fork with a new budget");
  }

  /** Books what a call used instead of what was reserved for it; the caller does so once. */
  public BudgetLedger spend(CallKey call, Usage usage) {
    var set = reserved.getOrDefault(call, Amounts.NONE);
    return release(call).withSpent(spent.plus(Spent.of(usage, set)));
  }

  /** Gives back the reservation of a call that was never launched. */
  public BudgetLedger release(CallKey call) {
    var rest = new HashMap<>(reserved);
    rest.remove(call);
    return new BudgetLedger(cap, open, settled, rest, spent);
  }

  /** Books what a child's tree spent and takes back the rest of its grant; only the first time. */
  public BudgetLedger settle(SessionId child, Spent used) {
    if (!open.containsKey(child)) {
      return this;
    }
    var rest = new HashMap<>(open);
    rest.remove(child);
    var known = new HashSet<>(settled);
    known.add(child);
    return new BudgetLedger(cap, rest, known, reserved, spent.plus(used));
  }

  /** Settles a child that cannot say what it spent: its whole grant counts, as unknown. */
  public BudgetLedger lose(SessionId child) {
    var grant = open.get(child);
    return grant == null ? this : settle(child, Spent.unknown(grant.amounts()));
  }

  /** Books a request whose spend nobody knows, beside whatever is reserved. */
  public BudgetLedger lost(Amounts estimate) {
    return withSpent(spent.plus(Spent.unknown(estimate)));
  }

  /** Books all calls in flight as spent, nobody knows how much: their turn is over. */
  public BudgetLedger abandoned() {
    return reserved.isEmpty()
        ? this
        : new BudgetLedger(cap, open, settled, Map.of(), spent.plus(inFlight()));
  }

  /** Gives back all reservations: none of the calls was launched. */
  public BudgetLedger released() {
    return reserved.isEmpty() ? this : new BudgetLedger(cap, open, settled, Map.of(), spent);
  }

  /** Without the settled children: their turn is over, and nobody asks for them again. */
  public BudgetLedger forgetful() {
    return settled.isEmpty() ? this : new BudgetLedger(cap, open, Set.of(), reserved, spent);
  }

  /** What the calls in flight are charged when their replies are never seen. */
  public Spent inFlight() {
    var sum = Spent.NONE;
    for (var amounts : reserved.values()) {
      sum = sum.plus(Spent.unknown(amounts));
    }
    return sum;
  }

  /** What the open children are charged when they never settle: all that they were granted. */
  public Spent granted() {
    var sum = Spent.NONE;
    for (var grant : open.values()) {
      sum = sum.plus(Spent.unknown(grant.amounts()));
    }
    return sum;
  }

  /** The same books under higher limits. */
  public BudgetLedger raised(Raise raise) {
    return new BudgetLedger(raise.of(cap), open, settled, reserved, spent);
  }

  /** Gives back what is left to whoever granted it: from here on nothing is left. */
  public BudgetLedger closed() {
    return new BudgetLedger(cap.shrunkTo(taken()), open, settled, reserved, spent);
  }

  private BudgetLedger withOpen(SessionId child, Budget grant) {
    var more = new HashMap<>(open);
    more.put(child, grant);
    return new BudgetLedger(cap, more, settled, reserved, spent);
  }

  private BudgetLedger withReserved(CallKey call, Amounts estimate) {
    var more = new HashMap<>(reserved);
    more.put(call, estimate);
    return new BudgetLedger(cap, open, settled, more, spent);
  }

  private BudgetLedger withSpent(Spent sum) {
    return new BudgetLedger(cap, open, settled, reserved, sum);
  }
}
