package dev.fractal.protocol.capability;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The profiles that every node knows. They say which gates are open; the ceilings come from the
 * node's configuration.
 */
public enum Profile {
  /** No files, no network, no programs, no models beside the session's own. */
  LOCKED_DOWN("locked-down"),
  /**
   * Reads the working directory; leaves, children, the node's toolsets, questions to people and
   * timers are allowed.
   */
  DEFAULT("default"),
  /** Everything, private network addresses excepted: those have to be named. */
  TRUSTED("trusted");

  private static final Set<HostFunction> READING =
      EnumSet.complementOf(
          EnumSet.of(HostFunction.WRITE_FILE, HostFunction.FETCH_TEXT, HostFunction.SH));
  private final String label;

  Profile(String label) {
    this.label = label;
  }

  public static Optional<Profile> named(String label) {
    return Arrays.stream(values()).filter(profile -> profile.label.equals(label)).findFirst();
  }

  public String label() {
    return label;
  }

  public Capability under(Limits limits) {
    return switch (this) {
      case LOCKED_DOWN -> closed(new Limits(0, 0, 0, limits.maxSteps()));
      case DEFAULT -> reading(limits);
      case TRUSTED ->
          new Capability(
              Grant.of(PathRule.ALL),
              Grant.of(PathRule.ALL),
              Grant.of(HostRule.ALL),
              Grant.of(NameRule.ALL),
              Grant.of(NameRule.ALL),
              Grant.of(ToolRule.ALL),
              limits);
    };
  }

  private static Capability closed(Limits limits) {
    return new Capability(
        Grant.deny(), Grant.deny(), Grant.deny(), Grant.deny(), Grant.deny(), Grant.deny(), limits);
  }

  private static Capability reading(Limits limits) {
    return new Capability(
        Grant.of(PathRule.WORKING_DIRECTORY),
        Grant.deny(),
        Grant.deny(),
        Grant.deny(),
        new Grant<>(READING.stream().map(HostFunction::label).sorted().map(NameRule::new).toList()),
        Grant.of(ToolRule.ALL),
        limits);
  }
}
