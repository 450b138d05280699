package dev.fractal.session;

import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.NameRule;
import dev.fractal.protocol.event.HostCall;
import java.util.Set;
import java.util.stream.Collectors;

/** What cells may call on the host, by capability. */
final class HostFunctions {
  static final String ATTACH = "attachRlm";
  private static final Set<String> CHILDREN = Set.of("rlm", ATTACH);
  private static final Set<String> ALL = Set.of("lm", "mapLm", "rlm", "mapRlm", ATTACH);

  private HostFunctions() {}

  /** The functions that a capability admits. */
  static Set<String> of(Capability capability) {
    return ALL.stream()
        .filter(function -> capability.host().admits(new NameRule(function)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a call is answered by a child session; all others are leaves. */
  static boolean isChild(HostCall call) {
    return CHILDREN.contains(call.function());
  }
}
