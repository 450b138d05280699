package dev.fractal.http.live;

import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Set;

/** The durable events of a stream, as the journal has them; methods block, for any thread. */
interface EventLog {
  /** Rows or events of a whole page. */
  int PAGE = 1_000;

  /**
   * What follows a cursor.
   *
   * @param most rows or events that are read at most, 1 to {@link #PAGE}
   */
  Page read(Cursor after, int most);

  /** A whole page of what follows a cursor. */
  default Page read(Cursor after) {
    return read(after, PAGE);
  }

  /** Before the first event. */
  Cursor beginning();

  /** Before an event of the session at the top: what follows begins with it. */
  Cursor before(long event);

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
  record Page(List<RecordedEvents> events, Cursor end, boolean more) {}
}
