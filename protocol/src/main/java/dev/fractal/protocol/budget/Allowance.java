package dev.fractal.protocol.budget;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How much of something there may be: an amount, or no limit. On the wire a number or a word. */
public sealed interface Allowance {
  static Allowance of(long amount) {
    return new Limited(BigDecimal.valueOf(amount));
  }

  static Allowance of(BigDecimal amount) {
    return new Limited(amount);
  }

  static Allowance unlimited() {
    return new Unlimited();
  }

  @JsonValue
  Object wire();

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Allowance read(Object wire) {
    return switch (wire) {
      case Number number -> new Limited(new BigDecimal(number.toString()));
      case String word when word.equals("unlimited") -> unlimited();
      default ->
          throw new IllegalArgumentException(
              "an allowance is a number or \"unlimited\", not '" + wire + "'");
    };
  }

  /** Whether the amount fits in. */
  default boolean holds(BigDecimal amount) {
    return switch (this) {
      case Limited(var limit) -> amount.compareTo(limit) <= 0;
      case Unlimited _ -> true;
    };
  }

  default Allowance min(Allowance other) {
    return switch (other) {
      case Limited(var limit) -> holds(limit) ? other : this;
      case Unlimited _ -> this;
    };
  }

  /** No less than the amount, if there is a limit. */
  default Allowance atLeast(BigDecimal amount) {
    return switch (this) {
      case Limited(var limit) -> new Limited(limit.max(amount));
      case Unlimited _ -> this;
    };
  }

  /** Exactly the amount, if there is a limit. */
  default Allowance shrunkTo(BigDecimal amount) {
    return this instanceof Limited ? new Limited(amount) : this;
  }

  /** What is left after the amount is taken; never below zero. */
  default Allowance minus(BigDecimal amount) {
    return switch (this) {
      case Limited(var limit) -> new Limited(limit.subtract(amount).max(BigDecimal.ZERO));
      case Unlimited _ -> this;
    };
  }

  /** What a limited allowance takes from whoever granted it; an unlimited one takes nothing. */
  default BigDecimal amount() {
    return switch (this) {
      case Limited(var limit) -> limit;
      case Unlimited _ -> BigDecimal.ZERO;
    };
  }

  /** An equal part, rounded down to so many decimals. */
  default Allowance part(int parts, int decimals) {
    return switch (this) {
      case Limited(var limit) ->
          new Limited(limit.divide(BigDecimal.valueOf(parts), decimals, RoundingMode.DOWN));
      case Unlimited _ -> this;
    };
  }

  /** Whether this is a limit, and a higher one than the other. */
  default boolean isAbove(Allowance other) {
    return this instanceof Limited(var limit) && !other.holds(limit);
  }

  default boolean isLimited() {
    return this instanceof Limited;
  }

  default boolean isUsedUp() {
    return this instanceof Limited(var limit) && limit.signum() == 0;
  }

  /** An amount, zero or more. */
  record Limited(BigDecimal limit) implements Allowance {
    public Limited {
      if (limit.signum() < 0) {
        throw new IllegalArgumentException("an allowance is zero or more, not " + limit);
      }
      limit = limit.signum() == 0 ? BigDecimal.ZERO : limit.stripTrailingZeros();
    }

    @Override
    public Object wire() {
      return limit.scale() <= 0 && limit.precision() - limit.scale() <= 18
          ? (Object) limit.longValueExact()
          : limit;
    }
  }

  /** No limit. */
  record Unlimited() implements Allowance {
    @Override
    public Object wire() {
      return "unlimited";
    }
  }
}
