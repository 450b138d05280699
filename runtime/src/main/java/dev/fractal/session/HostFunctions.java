package dev.fractal.session;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.NameRule;
import dev.fractal.protocol.event.HostCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What cells may call on the host, by capability, and who answers it. */
public final class HostFunctions {
  static final String ATTACH = "attachRlm";
  private static final Set<String> CHILDREN = Set.of("rlm", ATTACH);
  private static final Set<String> MODELS = Set.of("lm", "mapLm", "rlm", "mapRlm", ATTACH);
  private static final Set<String> EFFECTS = Set.of("writeFile", "sh");
  private static final Set<String> GATED =
      Set.of("readFile", "listFiles", "writeFile", "fetchText", "sh");
  private static final List<NameRule> ALL =
      Stream.concat(MODELS.stream(), GATED.stream()).map(NameRule::new).toList();

  private HostFunctions() {}

  /** What a capability grants. */
  public static Granted granted(Capability capability) {
    var functions =
        ALL.stream()
            .filter(capability.host()::admits)
            .map(NameRule::text)
            .collect(Collectors.toUnmodifiableSet());
    return new Granted(functions, capability.limits().maxFanout());
  }

  /** Whether a call is answered by a child session. */
  public static boolean isChild(HostCall call) {
    return CHILDREN.contains(call.function());
  }

  /** Whether a call asks a model. */
  public static boolean isLeaf(HostCall call) {
    return !isChild(call) && !isGated(call);
  }

  /** Whether a call reaches files, the network, programs or tools. */
  static boolean isGated(HostCall call) {
    return GATED.contains(call.function()) || isTool(call);
  }

  /** Whether making a call again may change something again. */
  static boolean hasEffect(HostCall call) {
    return EFFECTS.contains(call.function()) || isTool(call);
  }

  /** Whether a call is of a toolset's function. */
  static boolean isTool(HostCall call) {
    return call.function().indexOf('.') >= 0;
  }
}
