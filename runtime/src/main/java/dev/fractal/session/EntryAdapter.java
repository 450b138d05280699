package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.decide.Entry;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;

/** The journal keeps a session's events, and not the states that they were folded to. */
final class EntryAdapter extends EventAdapter<Entry, SessionEvent> {
  @Override
  public SessionEvent toJournal(Entry entry) {
    return entry.event();
  }

  @Override
  public String manifest(Entry entry) {
    return "";
  }

  @Override
  public EventSeq<Entry> fromJournal(SessionEvent event, String manifest) {
    return EventSeq.single(new Entry.ReadBack(event));
  }
}
