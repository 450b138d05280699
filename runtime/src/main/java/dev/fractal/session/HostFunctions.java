package dev.fractal.session;

import java.util.Set;

/** What cells may call on the host, by capability profile. */
final class HostFunctions {
  private static final Set<String> LEAVES = Set.of("lm", "mapLm");

  private HostFunctions() {}

  /** A locked-down session computes on its inputs and nothing else. */
  static Set<String> of(String profile) {
    return profile.equals("locked-down") ? Set.of() : LEAVES;
  }
}
