package dev.fractal.protocol.budget;

import java.math.BigDecimal;

/**
 * So much of every conserved quantity, each zero or more: US dollars, tokens in and out, model
 * calls, sessions.
 */
public record Amounts(BigDecimal usd, BigDecimal tokens, BigDecimal calls, BigDecimal sessions) {
  public static final Amounts NONE = new Amounts(BigDecimal.ZERO, 0, 0, 0);
  public static final Amounts ONE_SESSION = new Amounts(BigDecimal.ZERO, 0, 0, 1);

  public Amounts {
    usd = plain(usd);
    tokens = plain(tokens);
    calls = plain(calls);
    sessions = plain(sessions);
  }

  public Amounts(BigDecimal usd, long tokens, long calls, long sessions) {
    this(usd, BigDecimal.valueOf(tokens), BigDecimal.valueOf(calls), BigDecimal.valueOf(sessions));
  }

  /** One model call with its estimated or real size. */
  public static Amounts call(BigDecimal usd, long tokens) {
    return new Amounts(usd, tokens, 1, 0);
  }

  private static BigDecimal plain(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("an amount is zero or more, not " + amount);
    }
    return amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  /** The larger one in every quantity. */
  public Amounts max(Amounts other) {
    return new Amounts(
        usd.max(other.usd),
        tokens.max(other.tokens),
        calls.max(other.calls),
        sessions.max(other.sessions));
  }

  /** So much of a quantity; none of what is not counted. */
  public BigDecimal of(Dimension dimension) {
    return switch (dimension) {
      case USD -> usd;
      case TOKENS -> tokens;
      case CALLS -> calls;
      case SESSIONS -> sessions;
      case DEPTH, DEADLINE -> BigDecimal.ZERO;
    };
  }

  public Amounts plus(Amounts other) {
    return new Amounts(
        usd.add(other.usd),
        tokens.add(other.tokens),
        calls.add(other.calls),
        sessions.add(other.sessions));
  }
}
