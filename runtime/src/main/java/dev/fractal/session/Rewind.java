package dev.fractal.session;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import java.util.List;
import java.util.Optional;

/** What a head continues from: the fold of its session's journal up to the head. */
public final class Rewind {
  private Rewind() {}

  /**
   * The continuation of a head, folded from the journal's beginning.
   *
   * @param journal all events of the session that published the head
   */
  public static Optional<Continuation> to(HeadId id, List<SessionEvent> journal) {
    return journal.stream()
        .filter(
            event -> event instanceof HeadPublished published && published.head().id().equals(id))
        .map(event -> ((HeadPublished) event).head())
        .findFirst()
        .flatMap(head -> at(head, journal));
  }

  private static Optional<Continuation> at(Head head, List<SessionEvent> journal) {
    var state = SessionState.absent();
    for (SessionEvent event : journal.subList(0, Math.toIntExact(head.toEvent()))) {
      state = state.apply(event);
    }
    return state instanceof SessionState.Live live
        ? Optional.of(new Continuation(live.core().transcript().window(), live.core().workspace()))
        : Optional.empty();
  }
}
