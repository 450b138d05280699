package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A head with the time of its publication. */
public record HeadView(Head head, Instant at) {
  /** The heads of a session, oldest first; other events are not read. */
  public static List<HeadView> of(SessionId session, SessionReader reader) {
    return of(reader.only(session, 1, Long.MAX_VALUE, Set.of(HeadPublished.class)));
  }

  /** The heads of a journal, oldest first. */
  public static List<HeadView> of(List<JournalEntry> journal) {
    return journal.stream()
        .map(JournalEntry::event)
        .filter(HeadPublished.class::isInstance)
        .map(HeadPublished.class::cast)
        .map(published -> new HeadView(published.head(), published.at()))
        .toList();
  }
}
