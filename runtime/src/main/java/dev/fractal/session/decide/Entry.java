package dev.fractal.session.decide;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import java.util.List;

/** What a session's actor writes to its journal, and gets back from it at recovery. */
public sealed interface Entry permits Folded, Entry.ReadBack {
  SessionEvent event();

  /** The state that the event leads to from the one before it. */
  SessionState after(SessionState before);

  static List<SessionEvent> events(List<? extends Entry> entries) {
    return entries.stream().map(Entry::event).toList();
  }

  /** An event of which nothing is known but what the journal says. */
  record ReadBack(SessionEvent event) implements Entry {
    @Override
    public SessionState after(SessionState before) {
      return before.apply(event);
    }
  }
}
