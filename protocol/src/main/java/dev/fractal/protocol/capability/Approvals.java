package dev.fractal.protocol.capability;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The functions that need a person's yes: model-facing names, toolset functions {@code
 * namespace.function} or {@code namespace.*}, or {@code *} for all but questions, pauses and
 * messages. It only grows: what two capabilities both admit needs what either of them asks for.
 * Names of functions that make several calls stand for those calls, {@code mapLm} for {@code lm}.
 *
 * @param names sorted, none covered by another
 */
public record Approvals(List<String> names) {
  /** Nothing needs one. */
  public static final Approvals NONE = new Approvals(List.of());

  private static final String ALL = "*";
  private static final Pattern TOOL =
      Pattern.compile("[A-Za-z0-9_$-]{1,100}\\.(\\*|[A-Za-z0-9_$-]{1,100})");

  /**
   * Keeps the names canonical.
   *
   * @throws IllegalArgumentException with one sentence that names what is no function
   */
  public Approvals {
    names = maximal(names.stream().map(Approvals::call).distinct().sorted().toList());
  }

  private static String call(String name) {
    var function = HostFunction.named(name);
    boolean known =
        function.isPresent()
            ? function.get().kind().isWork()
            : name.equals(ALL) || TOOL.matcher(name).matches();
    if (!known) {
      throw new IllegalArgumentException(
          "'%s' is no function that a person can approve; name a host function such as sh, a tool"
                  .formatted(name)
              + " such as github.* or *");
    }
    return switch (name) {
      case "mapLm" -> HostFunction.LM.label();
      case "mapRlm" -> HostFunction.RLM.label();
      default -> name;
    };
  }

  private static List<String> maximal(Collection<String> names) {
    return names.stream()
        .filter(
            name -> names.stream().noneMatch(other -> !other.equals(name) && covers(other, name)))
        .toList();
  }

  private static boolean covers(String rule, String name) {
    return rule.equals(ALL)
        || rule.equals(name)
        || (rule.endsWith(".*") && name.startsWith(rule.substring(0, rule.length() - 1)));
  }

  /** Whether a call of a function waits for a yes. */
  public boolean isNeeded(String function) {
    if (names.isEmpty()) {
      return false;
    }
    boolean works =
        HostFunction.named(function)
            .map(HostFunction::kind)
            .map(HostFunction.Kind::isWork)
            .orElse(true);
    return works && names.stream().anyMatch(rule -> covers(rule, function));
  }

  /** What either of them asks for. */
  public Approvals union(Approvals other) {
    return names.isEmpty()
        ? other
        : other.names.isEmpty()
            ? this
            : new Approvals(Stream.concat(names.stream(), other.names.stream()).toList());
  }

  /** Whether everything that the other asks for is asked for here. */
  public boolean isAtLeast(Approvals other) {
    return other.names.stream()
        .allMatch(name -> names.stream().anyMatch(rule -> covers(rule, name)));
  }

  static Approvals read(Object wire) {
    if (wire instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return new Approvals(list.stream().map(String.class::cast).toList());
    }
    throw new IllegalArgumentException("it is a list of texts, not '" + wire + "'");
  }
}
