package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.view.SessionView.Standstill;
import java.util.Optional;

/**
 * Why a listed session stands still. Nearly always the end of its journal says so; only where it
 * does not is the journal read whole.
 */
public final class Standstills {
  /** Turns may be queued behind a suspension, as many as a queue takes by default and some more. */
  private static final int TAIL = 32;

  private Standstills() {}

  /** Empty for a session that goes on by itself. Blocks. */
  public static Optional<Standstill> of(CatalogRow row, SessionReader reader) {
    return switch (row.status()) {
      case SUSPENDED, QUARANTINED -> Optional.of(still(row, reader));
      case IDLE, RUNNING, WAITING, STOP_REQUESTED, STOPPED, PAUSE_REQUESTED, PAUSED, PURGED ->
          Optional.empty();
    };
  }

  private static Standstill still(CatalogRow row, SessionReader reader) {
    long first = Math.max(1, reader.highest(row.session()) - TAIL + 1);
    return reader.events(row.session(), first, TAIL).reversed().stream()
        .flatMap(entry -> said(entry, row.status()).stream())
        .findFirst()
        .or(() -> SessionView.of(reader.events(row.session())).map(SessionView::standstill))
        .filter(known -> known.reason().isPresent())
        .orElseGet(() -> unsaid(row));
  }

  private static Optional<Standstill> said(JournalEntry entry, SessionStatus status) {
    return switch (entry.event()) {
      case SessionSuspended(var reason, var at) when status == SessionStatus.SUSPENDED ->
          Optional.of(new Standstill(Optional.empty(), Optional.of(reason), Optional.of(at)));
      case SessionQuarantined(var reason, var at) when status == SessionStatus.QUARANTINED ->
          Optional.of(new Standstill(Optional.of(reason), Optional.empty(), Optional.of(at)));
      default -> Optional.empty();
    };
  }

  /** Its journal is sound as far as a reader sees: a node could not bring it to life. */
  private static Standstill unsaid(CatalogRow row) {
    var why = "no node brings it to life; releasing it says why";
    return new Standstill(
        Optional.of(new Failure("Barred", why)), Optional.empty(), Optional.of(row.changed()));
  }
}
