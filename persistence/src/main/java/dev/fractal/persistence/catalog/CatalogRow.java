package dev.fractal.persistence.catalog;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a listing shows of a session.
 *
 * @param sequence journal sequence number that the row reflects
 * @param family parent and root of the session's tree
 * @param waiting for people and times
 */
public record CatalogRow(
    SessionId session,
    long sequence,
    SessionStatus status,
    Family family,
    Progress progress,
    Waiting waiting,
    Instant started,
    Instant changed) {
  /** A row of a session that waits for nobody. */
  public CatalogRow(
      SessionId session,
      long sequence,
      SessionStatus status,
      Family family,
      Progress progress,
      Instant started,
      Instant changed) {
    this(session, sequence, status, family, progress, Waiting.NONE, started, changed);
  }

  /** Whether a listing looks the same with the other row, but for the time of the last change. */
  public boolean showsTheSame(CatalogRow other) {
    return session.equals(other.session)
        && status == other.status
        && family.equals(other.family)
        && progress.equals(other.progress)
        && waiting.equals(other.waiting)
        && started.equals(other.started);
  }

  /** Where a session stands in its tree; a root is its own root and has no parent. */
  public record Family(Optional<SessionId> parent, SessionId root) {}

  /**
   * How far a session has come.
   *
   * @param turns turns ended so far
   */
  public record Progress(int turns, Quantity usd, Optional<HeadId> head) {}

  /**
   * What a session waits for that is no work.
   *
   * @param due when it has waited long enough for one of them
   * @param asks the open questions, oldest first
   */
  public record Waiting(Optional<Instant> due, List<OpenAsk> asks) {
    /** Nothing. */
    public static final Waiting NONE = new Waiting(Optional.empty(), List.of());

    public Waiting {
      asks = List.copyOf(asks);
    }

    /** Since when somebody is asked. */
    Optional<Instant> asked() {
      return asks.stream().map(OpenAsk::since).min(Instant::compareTo);
    }
  }
}
