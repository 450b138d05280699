package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;

/**
 * A number that may not be known: what a provider does not report is unknown, never zero, and a sum
 * over an unknown is unknown. On the wire a number or the word {@code "unknown"}.
 */
public sealed interface Quantity {
  static Quantity zero() {
    return new Known(BigDecimal.ZERO);
  }

  static Quantity unknown() {
    return new Unknown();
  }

  @JsonValue
  Object wire();

  default Quantity plus(Quantity other) {
    return this instanceof Known(var a) && other instanceof Known(var b)
        ? new Known(a.add(b))
        : unknown();
  }

  static Quantity of(long amount) {
    return new Known(BigDecimal.valueOf(amount));
  }

  static Quantity of(BigDecimal amount) {
    return new Known(amount);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Quantity read(Object wire) {
    return switch (wire) {
      case Number number -> new Known(new BigDecimal(number.toString()));
      case String word when word.equals("unknown") -> unknown();
      default ->
          throw new IllegalArgumentException(
              "a quantity is a number or \"unknown\", not '" + wire + "'");
    };
  }

  /** An amount, zero or more. */
  record Known(BigDecimal amount) implements Quantity {
    public Known {
      if (amount.signum() < 0) {
        throw new IllegalArgumentException("a quantity is zero or more, not " + amount);
      }
      amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    @Override
    public Object wire() {
      return amount.scale() <= 0 && amount.precision() - amount.scale() <= 18
          ? (Object) amount.longValueExact()
          : amount;
    }
  }

  /** Nobody said. */
  record Unknown() implements Quantity {
    @Override
    public Object wire() {
      return "unknown";
    }
  }
}
