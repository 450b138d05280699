package dev.fractal.session.state;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import java.util.Optional;

/**
 * Where a session stands among its heads.
 *
 * @param newest the newest head, wreckage included: the basis of the next one
 * @param usable the newest head that is no wreckage
 * @param covered last event that the newest head covers
 */
public record Lineage(Optional<HeadId> newest, Optional<HeadId> usable, long covered) {
  static final Lineage NONE = new Lineage(Optional.empty(), Optional.empty(), 0);

  Lineage published(Head head) {
    boolean wreckage = head.kind() == Head.Kind.TURN_ABORTED;
    return new Lineage(
        Optional.of(head.id()), wreckage ? usable : Optional.of(head.id()), head.toEvent());
  }

  Lineage selected(HeadId head) {
    return new Lineage(Optional.of(head), Optional.of(head), covered);
  }
}
