package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.store.SessionRemoval;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.History;
import dev.fractal.session.Rewind;
import dev.fractal.session.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The history of sessions, read from their journals. */
public final class JournalHistory implements History {
  private final JournalReader journal;
  private final SessionRemoval removal;

  public JournalHistory(JournalReader journal, SessionRemoval removal) {
    this.journal = journal;
    this.removal = removal;
  }

  @Override
  public Optional<Continuation> continuation(SessionId session, HeadId head) {
    return Rewind.to(head, events(session));
  }

  @Override
  public Source source(SessionId session, Optional<HeadId> head) {
    return Rewind.source(head, events(session));
  }

  @Override
  public void remove(SessionId session) {
    removal.remove(session);
  }

  @Override
  public Optional<TurnResult> result(SessionId session, int turn) {
    var heads = new HashMap<Integer, HeadId>();
    for (SessionEvent event : events(session)) {
      if (event instanceof HeadPublished(var head, var _) && head.kind() != Head.Kind.COMPACTION) {
        heads.put(head.turn(), head.id());
      } else if (event instanceof TurnEnded ended && ended.turn() == turn) {
        return Optional.of(
            new TurnResult(
                session,
                turn,
                ended.outcome(),
                ended.steps(),
                ended.spend(),
                ended.tree(),
                Optional.ofNullable(heads.get(turn))));
      }
    }
    return Optional.empty();
  }

  /** The events up to the first gap: what follows one cannot be folded. */
  private List<SessionEvent> events(SessionId session) {
    var entries = journal.read(session, 1, Long.MAX_VALUE);
    return IntStream.range(0, entries.size())
        .takeWhile(i -> entries.get(i).sequence() == i + 1)
        .mapToObj(i -> entries.get(i).event())
        .toList();
  }
}
