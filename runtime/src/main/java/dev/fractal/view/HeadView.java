package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import java.time.Instant;
import java.util.List;

/** A head with the time of its publication. */
public record HeadView(Head head, Instant at) {
  /** The heads of a session, oldest first. */
  public static List<HeadView> of(List<JournalEntry> journal) {
    return journal.stream()
        .map(JournalEntry::event)
        .filter(HeadPublished.class::isInstance)
        .map(HeadPublished.class::cast)
        .map(published -> new HeadView(published.head(), published.at()))
        .toList();
  }
}
