package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Optional;

/**
 * A turn that has not ended yet.
 *
 * @param asks what people are asked; missing unless the turn waits for nothing else
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PendingDocument(
    String status,
    SessionId sessionId,
    int turnId,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<NoteDocument>> asks) {
  /** The word in the place of a status, of turns and of releases. */
  public static final String PENDING = "pending";

  public static PendingDocument of(SessionId session, int turn, List<AskNote> asks) {
    var notes = asks.stream().map(NoteDocument::of).toList();
    return new PendingDocument(
        PENDING, session, turn, Optional.of(notes).filter(some -> !some.isEmpty()));
  }
}
