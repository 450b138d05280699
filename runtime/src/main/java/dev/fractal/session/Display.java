package dev.fractal.session;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.CatalogRow.Family;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Purged;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.work.CatalogWriter;
import dev.fractal.session.work.ProgressFeed;
import dev.fractal.session.work.TurnNews;
import java.time.Clock;
import java.util.Optional;

/** What others are shown of a session without asking it: its row, its outline, its turn's news. */
final class Display {
  private final SessionId id;
  private final CatalogWriter catalog;
  private final ProgressFeed feed;
  private final Clock clock;
  private Optional<CatalogRow> listed = Optional.empty();

  Display(SessionId id, CatalogWriter catalog, ProgressFeed feed, Clock clock) {
    this.id = id;
    this.catalog = catalog;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * Brings the session's row up to date if it shows something else, or the session is at rest: the
   * row of a session that has no work left has seen its last event.
   */
  void list(SessionState state) {
    var row = row(state);
    boolean working = SessionStatus.unfinished().contains(state.status());
    row.filter(now -> !working || listed.filter(now::showsTheSame).isEmpty())
        .ifPresent(catalog::update);
    listed = row;
  }

  /** Brings the session's row up to date if a crash has kept it from being written. */
  void repair(SessionState state) {
    listed = row(state);
    listed.ifPresent(catalog::repair);
  }

  /** Has what the session comes to written whenever its journal has grown by some distance. */
  void outline(long events, long written) {
    if ((events - written) / Outlines.DISTANCE < events / Outlines.DISTANCE) {
      catalog.outline(id);
    }
  }

  /** Tells whoever watches where the open turn is. */
  void publish(SessionState state) {
    if (state instanceof InTurn at) {
      feed.publish(id, () -> TurnNews.of(at));
    }
  }

  private Optional<CatalogRow> row(SessionState state) {
    return switch (state) {
      case Absent _, Purged _ -> Optional.empty();
      case Live live -> Optional.of(row(live.core(), state));
      case Quarantined broken ->
          broken.core().filter(_ -> broken.isLasting()).map(core -> row(core, state));
    };
  }

  private CatalogRow row(Core core, SessionState state) {
    return new CatalogRow(
        id,
        state.count(),
        state.status(),
        family(core),
        new CatalogRow.Progress(
            core.ledger().ended(), core.ledger().spend().total().usd(), core.lineage().usable()),
        WaitListing.of(state),
        core.identity().started(),
        clock.instant());
  }

  private Family family(Core core) {
    var descent = core.spec().descent();
    return new Family(descent.parent(), descent.root().orElse(id));
  }
}
