package dev.fractal.protocol.capability;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a caller asks to have tighter in one session: some gates, in a capability's wire form; gates
 * and limits that are not named stay as they are.
 */
public final class Tightening {
  private final Map<String, Object> wire;

  private Tightening(Map<String, Object> wire) {
    this.wire = wire;
  }

  /**
   * Takes the gates that are named.
   *
   * @throws IllegalArgumentException with one sentence that names the gate
   */
  public static Tightening of(Map<String, Object> wire) {
    if (wire.values().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("an override names a gate with a value, not with null");
    }
    Capability.over(wire, Limits.NONE);
    return new Tightening(Map.copyOf(wire));
  }

  /** The gates that are named, in their wire form. */
  public Map<String, Object> wire() {
    return wire;
  }

  /** What became of it. */
  public sealed interface Outcome {}

  /** The session's capability, at most the one before. */
  public record Tightened(Capability capability) implements Outcome {}

  /**
   * The override would have widened a gate.
   *
   * @param message one sentence that names the gate
   */
  public record Widens(String gate, String message) implements Outcome {}

  /**
   * Lays the named gates over a capability, whose approvals stay. A host that is named exactly is
   * meant modestly: under a wildcard it keeps to public addresses, and is no widening.
   */
  public Outcome on(Capability base) {
    var asked = Capability.over(wire, base.limits());
    return widened("read", base.read(), asked.read())
        .or(() -> widened("write", base.write(), asked.write()))
        .or(() -> widened("network", base.network(), asked.network()))
        .or(() -> widened("shell", base.shell(), asked.shell()))
        .or(() -> widened("host", base.host(), asked.host()))
        .or(() -> widened("tools", base.tools(), asked.tools()))
        .or(() -> widened(base.limits(), asked.limits()))
        .<Outcome>map(refused -> refused)
        .orElseGet(() -> new Tightened(laid(base, asked)));
  }

  private static <R extends Rule<R>> Optional<Widens> widened(
      String gate, Grant<R> base, Grant<R> asked) {
    return base.firstBeyond(asked).map(rule -> refusal(gate, "'" + rule.text() + "'"));
  }

  private static Optional<Widens> widened(Limits base, Limits asked) {
    return asked.isAtMost(base)
        ? Optional.empty()
        : Optional.of(refusal("limits", "a limit above " + base.wire()));
  }

  private static Widens refusal(String gate, String what) {
    return new Widens(
        gate,
        "an override may only tighten the gate '"
            + gate
            + "', and "
            + what
            + " is not within the session's capability; leave it out or start under a wider"
            + " profile");
  }

  private Capability laid(Capability base, Capability asked) {
    var both = base.meet(asked);
    return new Capability(
        wire.containsKey("read") ? both.read() : base.read(),
        wire.containsKey("write") ? both.write() : base.write(),
        wire.containsKey("network") ? both.network() : base.network(),
        wire.containsKey("shell") ? both.shell() : base.shell(),
        wire.containsKey("host") ? both.host() : base.host(),
        wire.containsKey("tools") ? both.tools() : base.tools(),
        both.limits(),
        both.approve());
  }
}
