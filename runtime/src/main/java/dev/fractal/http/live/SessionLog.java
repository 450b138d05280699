package dev.fractal.http.live;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.Set;

/** The events of one session; their places are their sequence numbers. */
record SessionLog(SessionId session, SessionReader reader) implements EventLog {
  private static final int MOST = 256;

  @Override
  public Page read(Cursor after, int most) {
    int limit = Math.min(MOST, most);
    var events =
        reader.events(session, after.place() + 1, limit).stream()
            .map(
                entry ->
                    new RecordedEvents(
                        RecordedEvents.Places.of(entry.sequence()),
                        session,
                        entry,
                        Cursor.at(entry.sequence())))
            .toList();
    return events.isEmpty()
        ? new Page(events, after, false)
        : new Page(events, events.getLast().at(), events.size() == limit);
  }

  @Override
  public Cursor beginning() {
    return Cursor.at(0);
  }

  @Override
  public Cursor before(long event) {
    return Cursor.at(event - 1);
  }

  @Override
  public Cursor nearEnd() {
    return Cursor.at(reader.highest(session));
  }

  @Override
  public Set<SessionId> members() {
    return Set.of(session);
  }
}
