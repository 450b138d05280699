package dev.fractal.kernel.differential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Fills the holes of one feature. {@code «int»}, {@code «str»} and {@code «val»} are random
 * expressions, {@code «obj»} and {@code «poke»} belong to an earlier fragment, {@code «a|b»} is one
 * of several texts, {@code «x=a|b»} the same and {@code «x»} repeats it.
 */
final class Draw {
  private static final Pattern HOLE = Pattern.compile("«([^«»]*)»");
  private static final Pattern NAME = Pattern.compile("@([A-Za-z][A-Za-z0-9]*)");

  private final RandomGenerator random;
  private final Names names;
  private final Values values;
  private final List<Fragment> earlier;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, String> remembered = new HashMap<>();

  Draw(RandomGenerator random, Names names, List<Fragment> earlier) {
    this.random = random;
    this.names = names;
    this.values = new Values(random);
    this.earlier = earlier;
  }

  Fragment of(Feature feature) {
    return new Fragment(
        feature.name(),
        feature.steps().stream().map(this::filled).toList(),
        feature.probes().stream().map(this::filled).toList(),
        feature.pokes().stream().map(this::filled).toList(),
        feature.objects().stream().map(this::filled).toList());
  }

  private String filled(String template) {
    String text = template;
    for (var hole = HOLE.matcher(text); hole.find(); hole = HOLE.matcher(text)) {
      text = text.substring(0, hole.start()) + hole(hole.group(1)) + text.substring(hole.end());
    }
    return NAME.matcher(text)
        .replaceAll(name -> variable(name.group(1)).replace("\\", "\\\\").replace("$", "\\$"));
  }

  private String variable(String name) {
    return names.spelled(variables.computeIfAbsent(name, _ -> names.fresh()));
  }

  private String hole(String hole) {
    if (remembered.containsKey(hole)) {
      return remembered.get(hole);
    }
    int named = hole.matches("(?s)[A-Za-z]+=[^=>].*") ? hole.indexOf('=') : -1;
    String value = value(hole.substring(named + 1));
    if (named > 0) {
      remembered.put(hole.substring(0, named), value);
    }
    return value;
  }

  private String value(String hole) {
    return switch (hole) {
      case "int" -> "" + random.nextInt(1, 100);
      case "str" -> values.string();
      case "val" -> values.any();
      case "obj" -> ofEarlier(earlier.stream().flatMap(f -> f.objects().stream()).toList(), "({})");
      case "poke" -> ofEarlier(earlier.stream().flatMap(f -> f.pokes().stream()).toList(), ";");
      default -> oneOf(List.of(hole.split("\\|", -1)));
    };
  }

  private String ofEarlier(List<String> choices, String none) {
    return choices.isEmpty() ? none : oneOf(choices);
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
