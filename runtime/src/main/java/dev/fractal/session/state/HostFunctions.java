package dev.fractal.session.state;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.HostFunction;
import dev.fractal.protocol.capability.HostFunction.Kind;
import dev.fractal.protocol.capability.NameRule;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What cells may call on the host, by capability, and who answers it. */
public final class HostFunctions {
  private HostFunctions() {}

  /** What a session's cells may call. */
  public static Granted granted(SessionSpec spec) {
    return granted(spec.authority().capability(), function -> function.isIn(spec.doctrine()));
  }

  /** What a capability grants to a session that begins now. */
  public static Granted granted(Capability capability) {
    return granted(capability, _ -> true);
  }

  private static Granted granted(Capability capability, Predicate<HostFunction> known) {
    var functions =
        Arrays.stream(HostFunction.values())
            .filter(known)
            .map(HostFunction::label)
            .filter(name -> capability.host().admits(new NameRule(name)))
            .collect(Collectors.toUnmodifiableSet());
    return new Granted(functions, capability.limits().maxFanout());
  }

  /** Whether a call is answered by a child session. */
  public static boolean isChild(HostCall call) {
    return kind(call) == Kind.CHILD;
  }

  /** Whether a call asks a model. */
  public static boolean isLeaf(HostCall call) {
    return kind(call) == Kind.LEAF;
  }

  /** Whether a call waits for a person or a time. */
  public static boolean isWait(HostCall call) {
    return kind(call) == Kind.WAIT;
  }

  /** Whether a call tells another session something. */
  static boolean isTell(HostCall call) {
    return call.function().equals(HostFunction.TELL.label());
  }

  /** Whether a call looks what this session was told. */
  public static boolean isLook(HostCall call) {
    return call.function().equals(HostFunction.MESSAGES.label());
  }

  /** Whether a call reaches files, the network, programs or tools. */
  static boolean isGated(HostCall call) {
    return kind(call) == Kind.GATE || kind(call) == Kind.EFFECT;
  }

  /** Whether making a call again may change something again. */
  static boolean hasEffect(HostCall call) {
    return kind(call) == Kind.EFFECT;
  }

  /** Whether a call is of a toolset's function. */
  public static boolean isTool(HostCall call) {
    return call.function().indexOf('.') >= 0;
  }

  /** Nobody knows what a tool does, so it may change something. */
  private static Kind kind(HostCall call) {
    return isTool(call)
        ? Kind.EFFECT
        : HostFunction.named(call.function()).map(HostFunction::kind).orElse(Kind.LEAF);
  }
}
