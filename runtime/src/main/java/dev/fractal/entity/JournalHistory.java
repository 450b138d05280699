package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
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
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The history of sessions, read from their journals. */
public final class JournalHistory implements History {
  private final JournalReader journal;

  public JournalHistory(JournalReader journal) {
    this.journal = journal;
  }

  @Override
  public Optional<Continuation> continuation(SessionId session, HeadId head) {
    return Rewind.to(head, events(session));
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

  private List<SessionEvent> events(SessionId session) {
    return journal.read(session, 1, Long.MAX_VALUE).stream().map(JournalEntry::event).toList();
  }
}
