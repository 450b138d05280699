package dev.fractal.protocol.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks to have as a budget, in its wire form: limits by name, no limit if unnamed.
 */
public final class Wish {
  private static final Set<String> NAMES =
      Set.of("usd", "tokens", "calls", "sessions", "depth", "deadline");

  private Wish() {}

  /**
   * Reads a wish.
   *
   * @param wire amounts by name, zero or more, {@code deadline} as an ISO 8601 instant
   * @throws IllegalArgumentException with one sentence that names what is wrong
   */
  public static Budget read(Map<String, Object> wire) {
    for (var name : wire.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "a budget has no '"
                + name
                + "'; it takes usd, tokens, calls, sessions, depth and deadline");
      }
    }
    return new Budget(
        amount(wire, "usd", false),
        amount(wire, "tokens", true),
        amount(wire, "calls", true),
        amount(wire, "sessions", true),
        amount(wire, "depth", true),
        deadline(wire.get("deadline")));
  }

  private static Allowance amount(Map<String, Object> wire, String name, boolean whole) {
    return switch (wire.get(name)) {
      case null -> Allowance.unlimited();
      case Number number -> limited(name, new BigDecimal(number.toString()), whole);
      case Object other ->
          throw new IllegalArgumentException(
              "the budget's '" + name + "' is a number, not '" + other + "'");
    };
  }

  private static Allowance limited(String name, BigDecimal amount, boolean whole) {
    if (amount.signum() < 0 || (whole && amount.stripTrailingZeros().scale() > 0)) {
      throw new IllegalArgumentException(
          "the budget's '%s' is a %s, zero or more, not %s"
              .formatted(name, whole ? "whole number" : "number", amount.toPlainString()));
    }
    return Allowance.of(amount);
  }

  private static Optional<Instant> deadline(@Nullable Object wire) {
    if (wire == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(String.valueOf(wire)));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "the budget's 'deadline' is a time such as 2026-11-22T10:00:00Z, not '" + wire + "'", e);
    }
  }
}
