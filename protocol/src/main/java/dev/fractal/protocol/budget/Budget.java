package dev.fractal.protocol.budget;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a session and everything below it may use. Dollars, tokens, calls and sessions are
 * conserved: what a child is granted its parent no longer has; depth and deadline are inherited.
 *
 * @param tokens input and output tokens
 * @param calls model calls
 * @param sessions sessions of the tree, this one included
 * @param depth levels below this session; a whole number
 * @param deadline when everything has to be over, none for never
 */
public record Budget(
    Allowance usd,
    Allowance tokens,
    Allowance calls,
    Allowance sessions,
    Allowance depth,
    Optional<Instant> deadline) {
  public static final Budget UNLIMITED =
      new Budget(
          Allowance.unlimited(),
          Allowance.unlimited(),
          Allowance.unlimited(),
          Allowance.unlimited(),
          Allowance.unlimited(),
          Optional.empty());
  private static final int USD_DECIMALS = 9;

  /** The lower one in every dimension. */
  public Budget min(Budget other) {
    return new Budget(
        usd.min(other.usd),
        tokens.min(other.tokens),
        calls.min(other.calls),
        sessions.min(other.sessions),
        depth.min(other.depth),
        earlier(deadline, other.deadline));
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return Stream.of(a, b).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  /** What is left of the conserved quantities; never below zero. */
  public Budget minus(Amounts taken) {
    return new Budget(
        usd.minus(taken.usd()),
        tokens.minus(taken.tokens()),
        calls.minus(taken.calls()),
        sessions.minus(taken.sessions()),
        depth,
        deadline);
  }

  /** No less than these amounts where there is a limit. */
  public Budget atLeast(Amounts floor) {
    return new Budget(
        usd.atLeast(floor.usd()),
        tokens.atLeast(floor.tokens()),
        calls.atLeast(floor.calls()),
        sessions.atLeast(floor.sessions()),
        depth,
        deadline);
  }

  /** The same with nothing left beyond these amounts where there is a limit. */
  Budget shrunkTo(Amounts taken) {
    return new Budget(
        usd.shrunkTo(taken.usd()),
        tokens.shrunkTo(taken.tokens()),
        calls.shrunkTo(taken.calls()),
        sessions.shrunkTo(taken.sessions()),
        depth,
        deadline);
  }

  /** The first dimension in which this names more than the other has. */
  public Optional<Dimension> beyond(Budget other) {
    var named = new EnumMap<Dimension, Boolean>(Dimension.class);
    named.put(Dimension.USD, usd.isAbove(other.usd));
    named.put(Dimension.TOKENS, tokens.isAbove(other.tokens));
    named.put(Dimension.CALLS, calls.isAbove(other.calls));
    named.put(Dimension.SESSIONS, sessions.isAbove(other.sessions));
    named.put(Dimension.DEPTH, depth.isAbove(other.depth));
    named.put(
        Dimension.DEADLINE,
        deadline.isPresent() && other.deadline.filter(deadline.get()::isAfter).isPresent());
    return named.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).findFirst();
  }

  /** An equal share of the conserved quantities for each of so many lanes, rounded down. */
  public Budget share(int lanes) {
    return new Budget(
        usd.part(lanes, USD_DECIMALS),
        tokens.part(lanes, 0),
        calls.part(lanes, 0),
        sessions.part(lanes, 0),
        depth,
        deadline);
  }

  /** One level further down. */
  Budget below() {
    return new Budget(usd, tokens, calls, sessions, depth.minus(BigDecimal.ONE), deadline);
  }

  /** What this takes from whoever grants it. */
  public Amounts amounts() {
    return new Amounts(usd.amount(), tokens.amount(), calls.amount(), sessions.amount());
  }

  /** The first dimension in which the amounts do not fit in. */
  public Optional<Dimension> lacking(Amounts wanted) {
    if (!usd.holds(wanted.usd())) {
      return Optional.of(Dimension.USD);
    }
    if (!tokens.holds(wanted.tokens())) {
      return Optional.of(Dimension.TOKENS);
    }
    if (!calls.holds(wanted.calls())) {
      return Optional.of(Dimension.CALLS);
    }
    return sessions.holds(wanted.sessions()) ? Optional.empty() : Optional.of(Dimension.SESSIONS);
  }

  /** The dimension in which nothing is left for a model call. */
  public Optional<Dimension> usedUp() {
    if (usd.isUsedUp()) {
      return Optional.of(Dimension.USD);
    }
    if (tokens.isUsedUp()) {
      return Optional.of(Dimension.TOKENS);
    }
    return calls.isUsedUp() ? Optional.of(Dimension.CALLS) : Optional.empty();
  }

  /** The allowance of a quantity; there is none of time. */
  public Allowance of(Dimension dimension) {
    return switch (dimension) {
      case USD -> usd;
      case TOKENS -> tokens;
      case CALLS -> calls;
      case SESSIONS -> sessions;
      case DEPTH -> depth;
      case DEADLINE -> Allowance.unlimited();
    };
  }

  /** Whether there is a limit of what is spent, or of time; depth is none that is used up. */
  @JsonIgnore
  public boolean isLimited() {
    return deadline.isPresent()
        || Stream.of(Dimension.values())
            .anyMatch(each -> each.isConserved() && of(each).isLimited());
  }

  public boolean isOver(Instant now) {
    return deadline.filter(end -> !now.isBefore(end)).isPresent();
  }
}
