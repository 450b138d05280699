package dev.fractal.protocol.budget;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random histories of one session's ledger, run by a bookkeeper that may be a dishonest one. */
final class LedgerHistories {
  /** How a ledger is asked; the honest way is the ledger's own. */
  interface Bookkeeper {
    default BudgetLedger.Answer reserve(BudgetLedger ledger, CallKey call, Amounts estimate) {
      return ledger.reserve(call, estimate);
    }

    default BudgetLedger.Answer grant(BudgetLedger ledger, SessionId child, Budget asked) {
      return ledger.grant(child, asked);
    }

    default BudgetLedger settle(BudgetLedger ledger, SessionId child, Spent used) {
      return ledger.settle(child, used);
    }
  }

  private final Bookkeeper bookkeeper;
  private final RandomGenerator random;
  private final List<String> broken = new ArrayList<>();
  private BudgetLedger ledger = BudgetLedger.of(Budget.UNLIMITED);

  private LedgerHistories(Bookkeeper bookkeeper, long seed) {
    this.bookkeeper = bookkeeper;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  static List<String> violations(Bookkeeper bookkeeper, int histories, long seed) {
    var run = new LedgerHistories(bookkeeper, seed);
    for (int i = 0; i < histories; i++) {
      run.history(i);
    }
    return run.broken;
  }

  private void history(int number) {
    var cap =
        new Budget(
            cap(100),
            cap(1000),
            cap(20),
            cap(12),
            Allowance.of(random.nextInt(4)),
            Optional.empty());
    ledger = BudgetLedger.of(cap);
    for (int step = 0; step < 24; step++) {
      step();
      if (cap.lacking(ledger.taken()).isPresent()) {
        broken.add("history " + number + ", step " + step + ": " + cap + " < " + ledger.taken());
        return;
      }
    }
  }

  private Allowance cap(int most) {
    return random.nextInt(3) == 0 ? Allowance.unlimited() : Allowance.of(1 + random.nextInt(most));
  }

  private void step() {
    var child = new SessionId("c" + random.nextInt(6));
    var call = new CallKey("k" + random.nextInt(6));
    switch (random.nextInt(6)) {
      case 0, 1 -> accept(bookkeeper.reserve(ledger, call, amounts(30, 300, 1, 0)));
      case 2 -> accept(bookkeeper.grant(ledger, child, asked()));
      case 3 -> spend(call);
      case 4 -> settle(child);
      default -> ledger = random.nextBoolean() ? ledger.lose(child) : ledger.release(call);
    }
  }

  private void accept(BudgetLedger.Answer answer) {
    ledger =
        switch (answer) {
          case BudgetLedger.Granted(var booked, _) -> booked;
          case BudgetLedger.Reserved(var booked) -> booked;
          case BudgetLedger.Exhausted _ -> ledger;
        };
  }

  private Budget asked() {
    return new Budget(cap(60), cap(600), cap(10), cap(6), Allowance.unlimited(), Optional.empty());
  }

  private Amounts amounts(int usd, int tokens, int calls, int sessions) {
    return new Amounts(
        BigDecimal.valueOf(random.nextInt(usd + 1)), random.nextInt(tokens + 1), calls, sessions);
  }

  /** A call uses at most what was reserved for it, or nobody knows. */
  private void spend(CallKey call) {
    var most = ledger.reserved().get(call);
    if (most == null) {
      return;
    }
    var used =
        new Usage(
            part(most.tokens()),
            Quantity.zero(),
            Quantity.zero(),
            random.nextInt(4) == 0 ? Quantity.unknown() : part(most.usd()));
    ledger = ledger.spend(call, used);
  }

  private Quantity part(BigDecimal most) {
    return Quantity.of(BigDecimal.valueOf(random.nextInt(most.intValue() + 1)));
  }

  /**
   * A child spends at most its grant; what it was not limited in, its parent's cap does not hold.
   */
  private void settle(SessionId child) {
    var grant = ledger.open().get(child);
    var used = grant == null ? amounts(30, 300, 1, 1) : grant.amounts();
    ledger = bookkeeper.settle(ledger, child, new Spent(used, false, false));
    if (random.nextBoolean()) {
      ledger = bookkeeper.settle(ledger, child, new Spent(used, false, false));
    }
  }
}
