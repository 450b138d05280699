package dev.fractal.protocol.capability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Ceilings of a session, each zero or more, or {@link #UNLIMITED}. The meet of two is the lower
 * one.
 *
 * @param maxDepth levels of a tree below its root
 * @param maxFanout tasks of one fan-out call
 * @param maxChildren children of one session that run at once
 * @param maxSteps model calls of one turn's loop
 */
public record Limits(int maxDepth, int maxFanout, int maxChildren, int maxSteps) {
  public static final int UNLIMITED = Integer.MAX_VALUE;
  public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);
  private static final Set<String> KEYS =
      Set.of("max-depth", "max-fanout", "max-children", "max-steps");

  public Limits {
    if (maxDepth < 0 || maxFanout < 0 || maxChildren < 0 || maxSteps < 0) {
      throw new IllegalArgumentException("limits are zero or more");
    }
  }

  public Limits meet(Limits other) {
    return new Limits(
        Math.min(maxDepth, other.maxDepth),
        Math.min(maxFanout, other.maxFanout),
        Math.min(maxChildren, other.maxChildren),
        Math.min(maxSteps, other.maxSteps));
  }

  public boolean isAtMost(Limits other) {
    return meet(other).equals(this);
  }

  Map<String, Object> wire() {
    var map = new LinkedHashMap<String, Object>();
    map.put("max-children", word(maxChildren));
    map.put("max-depth", word(maxDepth));
    map.put("max-fanout", word(maxFanout));
    map.put("max-steps", word(maxSteps));
    return map;
  }

  private static Object word(int limit) {
    return limit == UNLIMITED ? "unlimited" : (Object) limit;
  }

  /** Reads the limits; what is not said is taken from {@code missing}. */
  static Limits read(Object wire, Limits missing) {
    if (!(wire instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it is an object, not '" + wire + "'");
    }
    for (var key : map.keySet()) {
      if (!(key instanceof String name) || !KEYS.contains(name)) {
        throw new IllegalArgumentException("there is no limit '" + key + "'");
      }
    }
    return new Limits(
        limit(map, "max-depth", missing.maxDepth),
        limit(map, "max-fanout", missing.maxFanout),
        limit(map, "max-children", missing.maxChildren),
        limit(map, "max-steps", missing.maxSteps));
  }

  private static int limit(Map<?, ?> map, String key, int missing) {
    return switch (map.get(key)) {
      case null -> missing;
      case Integer number when number >= 0 -> number;
      case String word when word.equals("unlimited") -> UNLIMITED;
      case Object other ->
          throw new IllegalArgumentException(
              "'" + key + "' is a whole number or \"unlimited\", not '" + other + "'");
    };
  }
}
