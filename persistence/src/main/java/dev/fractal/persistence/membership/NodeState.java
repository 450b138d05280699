package dev.fractal.persistence.membership;

import java.util.Locale;

/** How far a node is: others join a member only. */
public enum NodeState {
  JOINING,
  MEMBER,
  LEAVING;

  /** The stored form. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static NodeState of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
