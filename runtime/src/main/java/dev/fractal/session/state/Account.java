package dev.fractal.session.state;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetLedger;
import dev.fractal.protocol.budget.BudgetLedger.Answer;
import dev.fractal.protocol.budget.BudgetLedger.Exhausted;
import dev.fractal.protocol.budget.BudgetLedger.Reserved;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a session may use and has used. A call is in flight exactly while something is reserved for
 * it; how much, is what calls of its kind took at most so far.
 *
 * @param turn what the budget was charged since the last turn ended
 * @param step the most that a step's model call took
 * @param leaf the most that a leaf took; none before the first, which is taken to be like a step
 * @param unpriced the models do not report what the budget limits, so that it cannot be kept
 * @param alarms what was said about the budget
 */
public record Account(
    BudgetLedger ledger,
    Spent turn,
    Amounts step,
    Optional<Amounts> leaf,
    boolean unpriced,
    Alarms alarms) {
  private static final Amounts FIRST = Amounts.call(BigDecimal.ZERO, 0);

  static Account of(Budget cap) {
    return new Account(
        BudgetLedger.of(cap), Spent.ONE_SESSION, FIRST, Optional.empty(), false, Alarms.NONE);
  }

  public Budget left() {
    return ledger.left();
  }

  public boolean inFlight(CallKey call) {
    return ledger.reserved().containsKey(call);
  }

  /** Sets aside what a step's model call is expected to take, if there is so much. */
  Account launchStep(CallKey call) {
    return launch(call, step);
  }

  /** Sets aside what a leaf is expected to take, if there is so much. */
  Account launchLeaf(CallKey call) {
    return launch(call, leaf.orElse(step));
  }

  private Account launch(CallKey call, Amounts estimate) {
    return !unpriced && ledger.reserve(call, estimate) instanceof Reserved(var booked)
        ? with(booked, turn)
        : this;
  }

  /** Why another call of this size cannot be made. */
  public Exhausted lacking(CallKey call) {
    return ledger.reserve(call, step) instanceof Exhausted exhausted
        ? exhausted
        : new Exhausted(
            ledger.cap().usd().isLimited() ? Dimension.USD : Dimension.TOKENS,
            "the model does not report what its calls use, so the budget cannot be kept; use a"
                + " model that reports it, or limit the number of calls");
  }

  Account stepReplied(CallKey call, Usage usage, int lost) {
    var booked = replied(call, usage, lost, step);
    return new Account(
        booked.ledger, booked.turn, step.max(size(usage)), leaf, booked.unpriced, alarms);
  }

  Account leafReplied(CallKey call, Usage usage, int lost) {
    var booked = replied(call, usage, lost, leaf.orElse(step));
    var size = leaf.map(most -> most.max(size(usage))).orElse(size(usage));
    return new Account(
        booked.ledger, booked.turn, step, Optional.of(size), booked.unpriced, alarms);
  }

  private Account replied(CallKey call, Usage usage, int lost, Amounts estimate) {
    var spent = Spent.of(usage, ledger.reserved().getOrDefault(call, estimate));
    var booked = with(ledger.spend(call, usage), turn.plus(spent)).lost(estimate, lost);
    boolean blind =
        (spent.usd() instanceof Quantity.Unknown && ledger.cap().usd().isLimited())
            || (spent.tokens() instanceof Quantity.Unknown && ledger.cap().tokens().isLimited());
    return new Account(booked.ledger, booked.turn, step, leaf, unpriced || blind, alarms);
  }

  /** The call gave up after so many attempts whose spend nobody knows. */
  Account failed(CallKey call, int lost) {
    var estimate = ledger.reserved().getOrDefault(call, step);
    return with(ledger.release(call), turn).lost(estimate, lost);
  }

  /** The call is made again after a crash; what the first one took nobody knows. */
  Account repeated(CallKey call) {
    return lost(ledger.reserved().getOrDefault(call, step), 1);
  }

  private Account lost(Amounts estimate, int requests) {
    var booked = this;
    for (int i = 0; i < requests; i++) {
      booked = booked.with(booked.ledger.lost(estimate), booked.turn.plus(Spent.unknown(estimate)));
    }
    return booked;
  }

  /**
   * What the next one of so many lanes gets: an equal part of what is left beyond one step of the
   * session's own, at least enough for one step.
   */
  public Answer grant(SessionId child, int lanes) {
    var free = left().minus(step);
    var part = free.share(lanes).atLeast(step.plus(Amounts.ONE_SESSION));
    var lacking = free.lacking(part.amounts());
    return lacking.isPresent()
        ? ledger.exhausted(lacking.get(), "child " + child)
        : ledger.grant(child, part);
  }

  public Account granted(SessionId child, Budget budget) {
    return ledger.grant(child, budget) instanceof BudgetLedger.Granted(var booked, var _)
        ? with(booked, turn)
        : this;
  }

  Account settled(SessionId child, Spent used) {
    return ledger.open().containsKey(child)
        ? with(ledger.settle(child, used), turn.plus(used))
        : this;
  }

  /**
   * What the turn is charged if it ends now: open children at their most.
   *
   * @param launched whether calls are in flight, which are charged what was reserved for them
   */
  public Spent charged(boolean launched) {
    var settled = turn.plus(ledger.granted());
    return launched ? settled.plus(ledger.inFlight()) : settled;
  }

  /** The turn is over; children that are still open settle later. */
  Account turnEnded(boolean launched) {
    var over = (launched ? ledger.abandoned() : ledger.released()).forgetful();
    return with(over, Spent.NONE).with(alarms.turnEnded());
  }

  /** The limits are higher. */
  Account raised(Raise raise, BudgetPolicy policy) {
    var higher = ledger.raised(raise);
    return with(higher, turn).with(alarms.raised(higher, policy));
  }

  /** What is left was given back to the parent. */
  Account closed() {
    return with(ledger.closed(), turn);
  }

  private static Amounts size(Usage usage) {
    return Spent.of(usage, FIRST).counted();
  }

  Account with(Alarms changed) {
    return new Account(ledger, turn, step, leaf, unpriced, changed);
  }

  private Account with(BudgetLedger booked, Spent charged) {
    return new Account(booked, charged, step, leaf, unpriced, alarms);
  }
}
