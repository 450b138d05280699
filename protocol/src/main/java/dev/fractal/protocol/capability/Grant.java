package dev.fractal.protocol.capability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One gate: the union of its rules, no rule for {@code deny}. The rules are kept canonical (none
 * covered by another, sorted by their text), so two gates are equal exactly when they list the
 * same.
 */
public record Grant<R extends Rule<R>>(List<R> rules) {
  public Grant {
    rules = maximal(rules);
  }

  public static <R extends Rule<R>> Grant<R> deny() {
    return new Grant<>(List.<R>of());
  }

  public static <R extends Rule<R>> Grant<R> of(R rule) {
    return new Grant<>(List.of(rule));
  }

  private static <R extends Rule<R>> List<R> maximal(Collection<R> rules) {
    var distinct = rules.stream().distinct().toList();
    return distinct.stream()
        .filter(
            rule -> distinct.stream().noneMatch(other -> !other.equals(rule) && other.covers(rule)))
        .sorted(Comparator.comparing(Rule::text))
        .toList();
  }

  /** Whether everything that the rule admits is admitted here. */
  public boolean admits(R asked) {
    return rules.stream().anyMatch(rule -> rule.covers(asked));
  }

  public boolean isDenied() {
    return rules.isEmpty();
  }

  /** What both admit. */
  public Grant<R> meet(Grant<R> other) {
    var both = new ArrayList<R>();
    for (R mine : rules) {
      for (R theirs : other.rules) {
        mine.meet(theirs).ifPresent(both::add);
      }
    }
    return new Grant<>(both);
  }

  public boolean isAtMost(Grant<R> other) {
    return rules.stream().allMatch(other::admits);
  }

  /** The first of these rules that is not admitted here, even when modestly meant. */
  Optional<R> firstBeyond(Grant<R> asked) {
    return asked.rules.stream().filter(rule -> !admits(rule.modest())).findFirst();
  }

  /** {@code "deny"}, {@code "allow"}, or the list of the rules' texts. */
  Object wire() {
    if (rules.isEmpty()) {
      return "deny";
    }
    return rules.size() == 1 && rules.getFirst().isAll()
        ? "allow"
        : rules.stream().map(Rule::text).toList();
  }

  static <R extends Rule<R>> Grant<R> read(Object wire, R all, Function<String, R> parse) {
    return switch (wire) {
      case String word when word.equals("deny") -> deny();
      case String word when word.equals("allow") -> of(all);
      case List<?> texts -> new Grant<>(texts.stream().map(text -> rule(text, parse)).toList());
      default ->
          throw new IllegalArgumentException(
              "it is \"deny\", \"allow\" or a list of texts, not '" + wire + "'");
    };
  }

  private static <R> R rule(Object text, Function<String, R> parse) {
    if (text instanceof String string) {
      return parse.apply(string);
    }
    throw new IllegalArgumentException("its list holds texts, not '" + text + "'");
  }
}
