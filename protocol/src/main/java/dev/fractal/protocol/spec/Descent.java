package dev.fractal.protocol.spec;

import dev.fractal.protocol.SessionId;
import java.util.Optional;

/**
 * Where a session stands in its tree; fixed at its start and never taken from guest code.
 *
 * @param parent the session that spawned it
 * @param root the session at the top of the tree; empty for the root itself
 * @param depth 0 for a root, one more for each generation
 */
public record Descent(Optional<SessionId> parent, Optional<SessionId> root, int depth) {
  public static final Descent ROOT = new Descent(Optional.empty(), Optional.empty(), 0);

  public Descent {
    if (depth < 0 || (depth == 0) != parent.isEmpty() || parent.isEmpty() != root.isEmpty()) {
      throw new IllegalArgumentException("a root has depth 0 and no parent, a child has both");
    }
  }

  /** The descent of a child of the session that has this one. */
  public Descent child(SessionId parentId) {
    return new Descent(Optional.of(parentId), Optional.of(root.orElse(parentId)), depth + 1);
  }
}
