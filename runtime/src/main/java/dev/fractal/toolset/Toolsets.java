package dev.fractal.toolset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.ToolRule;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.schema.ValueSchema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The toolsets of a node, and what of them a session may use. Safe for use by several threads. */
public final class Toolsets implements AutoCloseable {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9_]{0,49}");
  private static final Set<String> TAKEN =
      Set.of(
          ("await break budget case catch class console const continue debugger default delete do"
                  + " else enum escape eval export extends false finally for function if implements"
                  + " import in inputs inspect instanceof interface let lm new null package private"
                  + " protected public return rlm sh static super switch this throw true try typeof"
                  + " undefined unescape var void while with yield")
              .split(" "));

  private final Map<String, Open> open = new TreeMap<>();

  private record Open(Toolset toolset, String stamp, Map<String, Typed> functions) {}

  private record Typed(ToolFunction function, ValueSchema schema) {}

  /**
   * Takes the toolsets over.
   *
   * @throws ToolsetUnusable with one sentence when they cannot be offered together; then all of
   *     them are closed
   */
  public Toolsets(Collection<? extends Toolset> toolsets) {
    try {
      toolsets.forEach(this::add);
    } catch (ToolsetUnusable e) {
      toolsets.forEach(Toolset::close);
      throw e;
    }
  }

  private void add(Toolset toolset) {
    var namespace = toolset.namespace();
    if (!NAMESPACE.matcher(namespace).matches() || TAKEN.contains(namespace)) {
      throw new ToolsetUnusable(
          "'%s' cannot be a toolset's name; use lower-case letters, digits and '_', and no name of the language"
              .formatted(namespace));
    }
    var functions = new TreeMap<String, Typed>();
    for (var function : toolset.functions()) {
      if (functions.put(function.name(), typed(namespace, function)) != null) {
        throw new ToolsetUnusable(
            "toolset '%s' offers '%s' twice; give one another name"
                .formatted(namespace, function.name()));
      }
    }
    if (open.put(namespace, new Open(toolset, toolset.stamp(), functions)) != null) {
      throw new ToolsetUnusable(
          "there are two toolsets '" + namespace + "'; give one another name");
    }
  }

  private static Typed typed(String namespace, ToolFunction function) {
    try {
      return new Typed(function, ValueSchema.read(function.schema()));
    } catch (IllegalArgumentException e) {
      throw new ToolsetUnusable(
          "toolset '%s' cannot offer '%s': %s"
              .formatted(namespace, function.name(), e.getMessage()));
    }
  }

  /** Stamps by namespace, as sessions record them at their start. */
  public Map<String, String> stamps() {
    return open.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, one -> one.getValue().stamp()));
  }

  /** Names of the functions that a session may call, {@code namespace.function}. */
  public Set<String> granted(Authority authority) {
    return names(authority).collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> names(Authority authority) {
    return open.entrySet().stream()
        .filter(one -> one.getValue().stamp().equals(authority.toolsets().get(one.getKey())))
        .flatMap(
            one ->
                one.getValue().functions().keySet().stream().map(name -> one.getKey() + "." + name))
        .filter(name -> authority.capability().tools().admits(new ToolRule(name)));
  }

  /** What a model has to know of the functions that a session may call; empty when none. */
  public String documented(Authority authority) {
    var lines = names(authority).map(this::documented).toList();
    return lines.isEmpty()
        ? ""
        : "[Tools, each a function of one argument that returns a promise:\n"
            + String.join("\n", lines)
            + "]";
  }

  private String documented(String name) {
    var function = typed(name).orElseThrow().function();
    return "* " + name + "(" + function.schema() + ") – " + function.summary();
  }

  private Optional<Typed> typed(String name) {
    int dot = name.indexOf('.');
    return Optional.ofNullable(open.get(name.substring(0, dot)))
        .map(one -> one.functions().get(name.substring(dot + 1)));
  }

  /**
   * Calls a function for a session; may block.
   *
   * @param name {@code namespace.function}
   * @param arguments what the cell passed
   * @return JSON text of the result
   * @throws IllegalArgumentException with one sentence when it may not be called so
   * @throws ToolFailure with one sentence when it did not do it
   */
  public String call(Authority authority, String name, ArrayNode arguments)
      throws InterruptedException {
    if (!granted(authority).contains(name)) {
      throw new IllegalArgumentException("this session has no tool " + name);
    }
    if (arguments.size() > 1) {
      throw new IllegalArgumentException(
          name + " takes one argument, not " + arguments.size() + "; pass an object");
    }
    var argument = arguments.isEmpty() ? arguments.objectNode() : arguments.get(0);
    typed(name)
        .flatMap(typed -> typed.schema().problem(argument))
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(name + " does not take this argument: " + why);
            });
    int dot = name.indexOf('.');
    return toolset(name.substring(0, dot)).call(name.substring(dot + 1), argument.toString());
  }

  private Toolset toolset(String namespace) {
    var one = open.get(namespace);
    if (one == null) {
      throw new IllegalArgumentException("there is no toolset " + namespace);
    }
    return one.toolset();
  }

  /** The toolset that a session was started with and may use, and a node does not offer so. */
  public static Optional<String> missing(Authority authority, Map<String, String> offered) {
    return new TreeMap<>(authority.toolsets())
        .entrySet().stream()
            .filter(one -> usable(authority.capability(), one.getKey()))
            .filter(one -> !one.getValue().equals(offered.get(one.getKey())))
            .map(Map.Entry::getKey)
            .findFirst();
  }

  /** Toolsets of which a session may use something. */
  public static List<String> usable(Authority authority) {
    return authority.toolsets().keySet().stream()
        .filter(namespace -> usable(authority.capability(), namespace))
        .sorted()
        .toList();
  }

  private static boolean usable(Capability capability, String namespace) {
    var all = new ToolRule(namespace + ".*");
    return capability.tools().rules().stream().anyMatch(rule -> rule.meet(all).isPresent());
  }

  @Override
  public void close() {
    open.values().forEach(one -> one.toolset().close());
  }
}
