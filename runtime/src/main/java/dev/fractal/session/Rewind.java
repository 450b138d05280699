package dev.fractal.session;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.Live;
import dev.fractal.session.SessionState.Purged;
import dev.fractal.session.SessionState.Quarantined;
import java.util.List;
import java.util.Optional;

/**
 * What a head continues from: the fold of its session's journal up to the head. A session also has
 * the head that it was derived from.
 */
public final class Rewind {
  private Rewind() {}

  /**
   * The continuation of a head, folded from the journal's beginning.
   *
   * @param journal all events of the session that published the head
   */
  public static Optional<Continuation> to(HeadId id, List<SessionEvent> journal) {
    return core(id, journal).map(Rewind::continuation);
  }

  /** What the session of a journal offers; without a head its newest one that is no wreckage. */
  public static Source source(Optional<HeadId> head, List<SessionEvent> journal) {
    var state = folded(journal);
    if (state instanceof Absent || state instanceof Purged) {
      return new Source.NoSession();
    }
    var wanted = head.or(() -> newest(state));
    return wanted
        .flatMap(id -> core(id, journal).map(core -> source(id, core)))
        .orElseGet(Source.NoHead::new);
  }

  private static Source source(HeadId id, Core core) {
    return new Source.Found(id, core.spec(), continuation(core));
  }

  private static Optional<HeadId> newest(SessionState state) {
    return switch (state) {
      case Live live -> live.core().lineage().usable();
      case Quarantined broken -> broken.core().flatMap(core -> core.lineage().usable());
      case Absent _, Purged _ -> Optional.empty();
    };
  }

  /** The session as it was when it published the head, or as the head made it. */
  private static Optional<Core> core(HeadId id, List<SessionEvent> journal) {
    for (int i = 0; i < journal.size(); i++) {
      long end = 0;
      if (journal.get(i) instanceof HeadPublished(Head head, var _) && head.id().equals(id)) {
        end = head.toEvent();
      } else if (journal.get(i) instanceof HeadSelected selected && selected.head().equals(id)) {
        end = i + 1L;
      }
      if (end > 0 && folded(journal.subList(0, Math.toIntExact(end))) instanceof Live live) {
        return Optional.of(live.core());
      }
    }
    return Optional.empty();
  }

  private static SessionState folded(List<SessionEvent> journal) {
    var state = SessionState.absent();
    for (SessionEvent event : journal) {
      state = state.apply(event);
    }
    return state;
  }

  private static Continuation continuation(Core core) {
    return new Continuation(core.transcript().window(), core.workspace());
  }
}
