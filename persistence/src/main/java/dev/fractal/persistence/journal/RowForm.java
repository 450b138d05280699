package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Turns stored rows into entries, whoever wrote them. */
final class RowForm {
  private final BatchForm form;

  RowForm(EventCodec codec) {
    this.form = new BatchForm(codec);
  }

  /** The events of a row whose first one has this number. */
  List<JournalEntry> entries(long first, int serializer, String manifest, byte[] bytes) {
    var entries = new ArrayList<JournalEntry>();
    for (var event : events(serializer, manifest, bytes)) {
      entries.add(new JournalEntry(first + entries.size(), event));
    }
    return entries;
  }

  private List<SessionEvent> events(int serializer, String manifest, byte[] bytes) {
    return serializer == SessionEventSerializer.IDENTIFIER
        ? form.decode(manifest, bytes)
        : List.of(
            new SessionEvent.Unreadable(
                manifest,
                "event was stored by serializer " + serializer + ", not by this project",
                Instant.EPOCH));
  }
}
