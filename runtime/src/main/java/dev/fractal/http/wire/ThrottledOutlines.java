package dev.fractal.http.wire;

import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.outline.Standing;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Outlines that are asked a bounded number of questions at a time; the others wait. */
record ThrottledOutlines(Outlines outlines, Semaphore permits) implements Outlines {
  @Override
  public Optional<Standing> standing(SessionId session) {
    return within(() -> outlines.standing(session));
  }

  @Override
  public Map<SessionId, Standing> standings(Collection<SessionId> sessions) {
    return within(() -> outlines.standings(sessions));
  }

  @Override
  public List<TurnRow> turns(SessionId session, int before, int limit) {
    return within(() -> outlines.turns(session, before, limit));
  }

  @Override
  public Optional<TurnRow> turn(SessionId session, int turn) {
    return within(() -> outlines.turn(session, turn));
  }

  @Override
  public Optional<TurnRow> requested(SessionId session, String request) {
    return within(() -> outlines.requested(session, request));
  }

  @Override
  public Optional<TurnRow> ending(SessionId session, HeadId head) {
    return within(() -> outlines.ending(session, head));
  }

  @Override
  public boolean advance(SessionId session) {
    return within(() -> outlines.advance(session));
  }

  private <T> T within(Supplier<T> read) {
    permits.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      permits.release();
    }
  }
}
