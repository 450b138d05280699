package dev.fractal.persistence.catalog;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What a listing shows of a session.
 *
 * @param sequence journal sequence number that the row reflects
 * @param family parent and root of the session's tree
 */
public record CatalogRow(
    SessionId session,
    long sequence,
    SessionStatus status,
    Family family,
    Progress progress,
    Instant started,
    Instant changed) {

  /** Where a session stands in its tree; a root is its own root and has no parent. */
  public record Family(Optional<SessionId> parent, SessionId root) {}

  /**
   * How far a session has come.
   *
   * @param turns turns ended so far
   */
  public record Progress(int turns, Quantity usd, Optional<HeadId> head) {}
}
