package dev.fractal.http.live;

import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Set;

/** The durable events of a stream, as the journal has them; methods block, for any thread. */
interface EventLog {
  /** What follows a cursor, a bounded number of events at a time. */
  Page read(Cursor after);

  /** Before the first event. */
  Cursor beginning();

  /** A cursor near the end, from which a follower starts. */
  Cursor nearEnd();

  /** The sessions whose transient news belong to the stream, as far as they have been seen. */
  Set<SessionId> members();

  /**
   * A part of a stream.
   *
   * @param end the cursor behind it
   * @param more whether there may be more already
   */
  record Page(List<Recorded> events, Cursor end, boolean more) {}
}
