package dev.fractal.persistence.membership;

import java.util.List;

/** What a node that starts shall do. */
public sealed interface Formation {
  /** The caller is the first member and joins itself. */
  record Form() implements Formation {}

  /** There is a cluster: its live members. */
  record Join(List<String> addresses) implements Formation {
    public Join {
      addresses = List.copyOf(addresses);
    }
  }

  /** Nothing can be decided yet, and why; ask again. */
  record Wait(String reason) implements Formation {}

  /** The caller has been fenced. */
  record Fenced() implements Formation {}
}
