package dev.fractal.session.decide;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Purged;
import dev.fractal.session.state.SessionState.Quarantined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
    return core(id, journal).flatMap(Rewind::continuation);
  }

  /** What a session continues from that is in a state; empty when it is none to go on from. */
  public static Optional<Continuation> continuation(SessionState state) {
    return state instanceof Live live ? Optional.of(continuation(live.core())) : Optional.empty();
  }

  /**
   * What a session offers; without a head its newest one that is no wreckage.
   *
   * @param state as it is now
   * @param heads its state at a head, if it has that head
   */
  public static Source source(
      SessionState state, Optional<HeadId> head, Function<HeadId, Optional<SessionState>> heads) {
    if (state instanceof Absent || state instanceof Purged) {
      return new Source.NoSession();
    }
    return head.or(() -> newest(state))
        .flatMap(
            id ->
                heads
                    .apply(id)
                    .filter(Live.class::isInstance)
                    .map(at -> source(id, ((Live) at).core())))
        .orElseGet(Source.NoHead::new);
  }

  /** What the session of a journal offers; without a head its newest one that is no wreckage. */
  public static Source source(Optional<HeadId> head, List<SessionEvent> journal) {
    return source(folded(journal), head, id -> core(id, journal));
  }

  /**
   * What a journal says from its first event on: where it leads, and the newest heads that can be
   * gone on from, newest first.
   *
   * @param most heads that are kept
   */
  public static Recorded recorded(List<SessionEvent> journal, int most) {
    var state = SessionState.absent();
    var heads = new LinkedHashMap<HeadId, Continuation>();
    for (SessionEvent event : journal) {
      var before = state;
      state = state.apply(event);
      if (event instanceof HeadPublished(Head head, var _)
          && head.kind() != Head.Kind.TURN_ABORTED
          && before instanceof Live live
          && head.toEvent() == before.count()) {
        heads.putLast(head.id(), continuation(live.core()));
      } else if (event instanceof HeadSelected selected && state instanceof Live live) {
        heads.putLast(selected.head(), continuation(live.core()));
      }
      if (heads.size() > most) {
        heads.pollFirstEntry();
      }
    }
    var offers = new ArrayList<Recorded.Offer>();
    heads
        .reversed()
        .forEach((id, continuation) -> offers.add(new Recorded.Offer(id, continuation)));
    return new Recorded(state, offers);
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
  private static Optional<SessionState> core(HeadId id, List<SessionEvent> journal) {
    for (int i = 0; i < journal.size(); i++) {
      long end = 0;
      if (journal.get(i) instanceof HeadPublished(Head head, var _) && head.id().equals(id)) {
        end = head.toEvent();
      } else if (journal.get(i) instanceof HeadSelected selected && selected.head().equals(id)) {
        end = i + 1L;
      }
      if (end > 0) {
        return Optional.of(folded(journal.subList(0, Math.toIntExact(end))));
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
