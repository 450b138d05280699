package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import java.util.List;
import java.util.Optional;

/**
 * A question that a pending turn waits for.
 *
 * @param to {@code null} for whoever asked for the turn
 * @param approves the function whose call waits for a yes; {@code null} for a question
 * @param typed whether the answer is a value that fits a JSON Schema
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NoteDocument(
    AskId id,
    Optional<String> to,
    String question,
    List<String> choices,
    boolean typed,
    Optional<String> approves) {
  public NoteDocument {
    choices = List.copyOf(choices);
  }

  public static NoteDocument of(AskNote note) {
    return new NoteDocument(
        note.ask(), note.to(), note.question(), note.choices(), note.typed(), note.approves());
  }

  public AskNote note() {
    return new AskNote(id, to, question, choices, typed, approves);
  }
}
