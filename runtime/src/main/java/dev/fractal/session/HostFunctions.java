package dev.fractal.session;

import dev.fractal.protocol.event.HostCall;
import java.util.Set;

/** What cells may call on the host, by capability profile. */
final class HostFunctions {
  private static final String CHILD = "rlm";
  private static final Set<String> ALL = Set.of("lm", "mapLm", CHILD, "mapRlm");

  private HostFunctions() {}

  /** A locked-down session computes on its inputs and nothing else. */
  static Set<String> of(String profile) {
    return profile.equals("locked-down") ? Set.of() : ALL;
  }

  /** Whether a call is answered by a child session; all others are leaves. */
  static boolean isChild(HostCall call) {
    return call.function().equals(CHILD);
  }
}
