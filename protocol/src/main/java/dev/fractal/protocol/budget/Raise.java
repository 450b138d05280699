package dev.fractal.protocol.budget;

import static java.util.Locale.ROOT;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * New limits of a budget, each the whole amount and not what is added, so that saying it twice
 * raises once. What is not named stays as it is.
 *
 * @param usd US dollars, with at most 9 decimals
 * @param tokens input and output tokens, whole
 * @param calls model calls, whole
 * @param sessions sessions of the tree, whole
 */
public record Raise(
    Optional<BigDecimal> usd,
    Optional<BigDecimal> tokens,
    Optional<BigDecimal> calls,
    Optional<BigDecimal> sessions) {
  /** The highest limit that may be named. */
  public static final BigDecimal MOST = new BigDecimal("1000000000000");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final String NO_OBJECT =
      "it is no JSON object of new limits, such as {\"usd\": 0.5}";
  private static final int USD_DECIMALS = 9;
  private static final Set<String> NAMES = Set.of("usd", "tokens", "calls", "sessions");

  public Raise {
    usd = checked("usd", usd, USD_DECIMALS);
    tokens = checked("tokens", tokens, 0);
    calls = checked("calls", calls, 0);
    sessions = checked("sessions", sessions, 0);
    if (usd.isEmpty() && tokens.isEmpty() && calls.isEmpty() && sessions.isEmpty()) {
      throw new IllegalArgumentException(
          "a raise names at least one new limit of usd, tokens, calls and sessions");
    }
  }

  /** So many US dollars in all. */
  public static Raise usd(String amount) {
    return new Raise(
        Optional.of(new BigDecimal(amount)), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads the wire form: numbers by name.
   *
   * @throws IllegalArgumentException with one sentence that names what is wrong
   */
  public static Raise read(Map<String, Object> wire) {
    for (var name : wire.keySet()) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "a raise has no '" + name + "'; it takes usd, tokens, calls and sessions");
      }
    }
    return new Raise(
        number(wire, "usd"),
        number(wire, "tokens"),
        number(wire, "calls"),
        number(wire, "sessions"));
  }

  /**
   * Reads a JSON object of the wire form.
   *
   * @throws IllegalArgumentException with one sentence that names what is wrong
   */
  public static Raise parse(String json) {
    try {
      Map<String, Object> wire = JSON.readValue(json, FIELDS);
      if (wire != null) {
        return read(wire);
      }
      throw new IllegalArgumentException(NO_OBJECT);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(NO_OBJECT, e);
    }
  }

  private static Optional<BigDecimal> number(Map<String, Object> wire, String name) {
    return switch (wire.get(name)) {
      case null -> Optional.empty();
      case Double number when !Double.isFinite(number) ->
          throw new IllegalArgumentException("a raise's '" + name + "' is too large");
      case Number number -> Optional.of(new BigDecimal(number.toString()));
      case Object _ ->
          throw new IllegalArgumentException("a raise's '" + name + "' is a number in digits");
    };
  }

  private static Optional<BigDecimal> checked(
      String name, Optional<BigDecimal> amount, int decimals) {
    if (amount.isEmpty()) {
      return amount;
    }
    var plain = amount.get().stripTrailingZeros();
    if (plain.signum() <= 0 || plain.compareTo(MOST) > 0 || plain.scale() > decimals) {
      throw new IllegalArgumentException(
          "a raise's '%s' is above 0, at most %,d, and %s"
              .formatted(
                  name,
                  MOST.longValueExact(),
                  decimals == 0 ? "whole" : "has at most " + decimals + " decimals"));
    }
    return Optional.of(plain);
  }

  /** The limits by name, in the order of the record. */
  @JsonIgnore
  public Map<Dimension, BigDecimal> named() {
    var all = new LinkedHashMap<Dimension, BigDecimal>();
    usd.ifPresent(amount -> all.put(Dimension.USD, amount));
    tokens.ifPresent(amount -> all.put(Dimension.TOKENS, amount));
    calls.ifPresent(amount -> all.put(Dimension.CALLS, amount));
    sessions.ifPresent(amount -> all.put(Dimension.SESSIONS, amount));
    return all;
  }

  /** The form that {@link #read} takes. */
  public Map<String, Object> wire() {
    var all = new LinkedHashMap<String, Object>();
    named().forEach((dimension, amount) -> all.put(dimension.name().toLowerCase(ROOT), amount));
    return all;
  }

  /** The budget with these limits where they are higher; what has no limit keeps none. */
  public Budget of(Budget before) {
    return new Budget(
        raised(before.usd(), usd),
        raised(before.tokens(), tokens),
        raised(before.calls(), calls),
        raised(before.sessions(), sessions),
        before.depth(),
        before.deadline());
  }

  private static Allowance raised(Allowance before, Optional<BigDecimal> amount) {
    return amount.map(before::atLeast).orElse(before);
  }

  /** Whether each limit that this names is exactly what the budget has. */
  public boolean isAlready(Budget budget) {
    return same(budget.usd(), usd)
        && same(budget.tokens(), tokens)
        && same(budget.calls(), calls)
        && same(budget.sessions(), sessions);
  }

  private static boolean same(Allowance allowance, Optional<BigDecimal> amount) {
    return amount.map(Allowance::of).map(allowance::equals).orElse(true);
  }

  /** The limits in words, such as {@code 0.5 US dollars, 20 model calls}. */
  public String words() {
    return String.join(
        ", ",
        named().entrySet().stream()
            .map(each -> each.getValue().toPlainString() + " " + each.getKey().words())
            .toList());
  }
}
