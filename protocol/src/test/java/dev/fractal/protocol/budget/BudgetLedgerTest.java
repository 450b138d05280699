package dev.fractal.protocol.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BudgetLedgerTest {
  private static final long SEED = 20261122;
  private static final SessionId CHILD = new SessionId("child");
  private static final CallKey CALL = new CallKey("call");
  private static final Budget CAP =
      new Budget(
          Allowance.of(new BigDecimal("0.10")),
          Allowance.of(1000),
          Allowance.of(20),
          Allowance.of(5),
          Allowance.of(1),
          Optional.empty());

  @Test
  void nothingIsCreatedInTenThousandHistories() {
    assertThat(LedgerHistories.violations(new LedgerHistories.Bookkeeper() {}, 10_000, SEED))
        .isEmpty();
  }

  /** Negative control. */
  @Test
  void reservingWithoutLookingBreaksTheLaw() {
    var blind =
        new LedgerHistories.Bookkeeper() {
          @Override
          public BudgetLedger.Answer reserve(BudgetLedger ledger, CallKey call, Amounts estimate) {
            var all = new HashMap<>(ledger.reserved());
            all.put(call, estimate);
            return new BudgetLedger.Reserved(
                new BudgetLedger(
                    ledger.cap(), ledger.open(), ledger.settled(), all, ledger.spent()));
          }
        };

    assertThat(LedgerHistories.violations(blind, 1_000, SEED)).isNotEmpty();
  }

  /** Negative control. */
  @Test
  void settlingTwiceBreaksTheLaw() {
    var forgetful =
        new LedgerHistories.Bookkeeper() {
          @Override
          public BudgetLedger settle(BudgetLedger ledger, SessionId child, Spent used) {
            var booked = ledger.settle(child, used);
            return booked.equals(ledger)
                ? new BudgetLedger(
                    ledger.cap(),
                    ledger.open(),
                    ledger.settled(),
                    ledger.reserved(),
                    ledger.spent().plus(used))
                : booked;
          }
        };

    assertThat(LedgerHistories.violations(forgetful, 1_000, SEED)).isNotEmpty();
  }

  @Test
  void aFanOutCannotRacePastTheCap() {
    var ledger = BudgetLedger.of(CAP);
    int launched = 0;
    for (int i = 0; i < 50; i++) {
      if (ledger.reserve(new CallKey("k" + i), estimate("0.01"))
          instanceof BudgetLedger.Reserved(var booked)) {
        ledger = booked;
        launched++;
      }
    }

    assertThat(launched).isEqualTo(10);
    assertThat(ledger.left().usedUp()).contains(Dimension.USD);
    assertThat(ledger.reserve(CALL, estimate("0")))
        .isInstanceOfSatisfying(
            BudgetLedger.Exhausted.class,
            exhausted -> {
              assertThat(exhausted.dimension()).isEqualTo(Dimension.USD);
              assertThat(exhausted.message()).contains("US dollars", "call call");
            });
  }

  @Test
  void anUnknownUsageCountsItsReservationAndStaysUnknown() {
    var ledger = reserve(BudgetLedger.of(CAP), CALL, "0.04").spend(CALL, Usage.UNKNOWN);

    assertThat(ledger.left().usd()).isEqualTo(Allowance.of(new BigDecimal("0.06")));
    assertThat(ledger.left().calls()).isEqualTo(Allowance.of(19));
    assertThat(ledger.spent().usd()).isEqualTo(Quantity.unknown());
    assertThat(ledger.reserved()).isEmpty();
  }

  @Test
  void aKnownUsageReplacesItsReservation() {
    var ledger = reserve(BudgetLedger.of(CAP), CALL, "0.04").spend(CALL, usage("0.015"));

    assertThat(ledger.spent().usd()).isEqualTo(Quantity.of(new BigDecimal("0.015")));
    assertThat(ledger.spent().tokens()).isEqualTo(Quantity.of(30));
    assertThat(ledger.left().usd()).isEqualTo(Allowance.of(new BigDecimal("0.085")));
  }

  @Test
  void aCallThatTookMoreThanItsReservationLeavesNothingAndIsExactlyBooked() {
    var ledger = reserve(BudgetLedger.of(CAP), CALL, "0.10").spend(CALL, usage("0.11"));

    assertThat(ledger.left().usd()).isEqualTo(Allowance.of(0));
    assertThat(ledger.spent().usd()).isEqualTo(Quantity.of(new BigDecimal("0.11")));
  }

  @Test
  void aChildGetsAtMostWhatIsLeftAndRefundsOnce() {
    var granted = (BudgetLedger.Granted) BudgetLedger.of(CAP).grant(CHILD, Budget.UNLIMITED);

    assertThat(granted.budget().usd()).isEqualTo(CAP.usd());
    assertThat(granted.budget().sessions()).isEqualTo(Allowance.of(4));
    assertThat(granted.budget().depth()).isEqualTo(Allowance.of(0));
    assertThat(granted.ledger().left().usd()).isEqualTo(Allowance.of(0));
    assertThat(granted.ledger().grant(CHILD, CAP)).isEqualTo(granted);

    var used = new Spent(new Amounts(new BigDecimal("0.03"), 10, 1, 1), false, false);
    var settled = granted.ledger().settle(CHILD, used);

    assertThat(settled.left().usd()).isEqualTo(Allowance.of(new BigDecimal("0.07")));
    assertThat(settled.settle(CHILD, used)).isEqualTo(settled);
    assertThat(settled.grant(CHILD, CAP)).isInstanceOf(BudgetLedger.Exhausted.class);
  }

  @Test
  void aLostChildSpentItsWholeGrantAndNobodyKnowsHowMuch() {
    var granted = (BudgetLedger.Granted) BudgetLedger.of(CAP).grant(CHILD, CAP.share(2));
    var ledger = granted.ledger().lose(CHILD);

    assertThat(ledger.left().usd()).isEqualTo(Allowance.of(new BigDecimal("0.05")));
    assertThat(ledger.spent().usd()).isEqualTo(Quantity.unknown());
  }

  @Test
  void theLowestLevelHasNoChildren() {
    var granted = (BudgetLedger.Granted) BudgetLedger.of(CAP).grant(CHILD, CAP);

    assertThat(BudgetLedger.of(granted.budget()).grant(new SessionId("grandchild"), CAP))
        .isInstanceOfSatisfying(
            BudgetLedger.Exhausted.class,
            exhausted -> assertThat(exhausted.dimension()).isEqualTo(Dimension.DEPTH));
  }

  @Test
  void theEarlierDeadlineHolds() {
    var soon = Instant.parse("2026-11-22T10:00:00Z");
    var budget =
        new Budget(
            CAP.usd(), CAP.tokens(), CAP.calls(), CAP.sessions(), CAP.depth(), Optional.of(soon));

    assertThat(Budget.UNLIMITED.min(budget).deadline()).contains(soon);
    assertThat(budget.isOver(soon)).isTrue();
    assertThat(budget.isOver(soon.minusMillis(1))).isFalse();
    assertThat(CAP.isOver(soon)).isFalse();
  }

  @Test
  void budgetsSurviveJson() throws JsonProcessingException {
    var json = JsonMapper.builder().addModule(new Jdk8Module()).build();

    assertThat(json.writeValueAsString(CAP))
        .isEqualTo(
            "{\"usd\":0.1,\"tokens\":1000,\"calls\":20,\"sessions\":5,\"depth\":1,\"deadline\":null}");
    for (var budget : new Budget[] {CAP, Budget.UNLIMITED}) {
      assertThat(json.readValue(json.writeValueAsString(budget), Budget.class)).isEqualTo(budget);
    }
  }

  private static BudgetLedger reserve(BudgetLedger ledger, CallKey call, String usd) {
    return ((BudgetLedger.Reserved) ledger.reserve(call, estimate(usd))).ledger();
  }

  private static Amounts estimate(String usd) {
    return Amounts.call(new BigDecimal(usd), 50);
  }

  private static Usage usage(String usd) {
    return new Usage(
        Quantity.of(20), Quantity.of(10), Quantity.zero(), Quantity.of(new BigDecimal(usd)));
  }
}
