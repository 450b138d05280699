package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a session as its journal is now.
 *
 * @param fresh turns that ended since its outline was stored, by number
 * @param stored whether {@link Outlines} has the turns that ended before
 */
public record Standing(Outline outline, List<TurnRow> fresh, boolean stored) {
  public Standing {
    fresh = List.copyOf(fresh);
  }

  /** Folds a whole journal; empty when it does not begin with the start of a session. */
  public static Optional<Standing> of(List<JournalEntry> journal) {
    var fold = OutlineFold.begin();
    journal.forEach(fold::apply);
    return fold.outline().map(outline -> new Standing(outline, fold.ended(), false));
  }

  /** Turns that are not stored: those just ended, those that wait or run. */
  public Stream<TurnRow> unstored() {
    return Stream.concat(fresh.stream(), outline.open().stream());
  }
}
