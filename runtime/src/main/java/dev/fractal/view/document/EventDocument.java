package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the document of every durable event begins with. The fields of its type follow, and no
 * record here says which: they are the event as it is stored, one form for each type and version,
 * which the golden samples of events hold already.
 *
 * @param sessionId whose event it is among those of a tree; missing among those of one session
 * @param sequence its number in the session's journal, from 1
 * @param type the name under which its type is stored
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EventDocument(
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<SessionId> sessionId,
    long sequence,
    String type,
    Instant at) {
  public static EventDocument of(Optional<SessionId> session, String type, JournalEntry entry) {
    return new EventDocument(session, entry.sequence(), type, entry.event().at());
  }
}
