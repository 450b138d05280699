package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.view.document.CostDocument;
import dev.fractal.view.document.EventDocument;
import dev.fractal.view.document.ProgressDocument;
import dev.fractal.view.document.TokensDocument;
import java.util.List;
import java.util.Optional;

/** Durable events and transient news as JSON. */
public final class EventJson {
  private EventJson() {}

  /** The whole event, with its sequence number and its type's storage name. */
  public static ObjectNode event(JournalEntry entry) {
    return event(Optional.empty(), entry);
  }

  /** The same among the events of a tree: it says whose it is. */
  public static ObjectNode event(SessionId session, JournalEntry entry) {
    return event(Optional.of(session), entry);
  }

  private static ObjectNode event(Optional<SessionId> session, JournalEntry entry) {
    var event = entry.event();
    var document = Json.document(EventDocument.of(session, EventFacts.type(event), entry));
    document.setAll((ObjectNode) Json.tree(event));
    return document;
  }

  /** The event of such a document; empty when it is of a kind that this build does not know. */
  public static Optional<JournalEntry> entry(JsonNode event) {
    return event instanceof ObjectNode document
        ? EventFacts.kind(document.path("type").asText()).map(kind -> entry(document, kind))
        : Optional.empty();
  }

  private static JournalEntry entry(ObjectNode document, Class<? extends SessionEvent> kind) {
    var begin = Json.value(document, EventDocument.class);
    var fields = document.deepCopy().without(List.of("sessionId", "sequence", "type"));
    return new JournalEntry(begin.sequence(), Json.value(fields, kind));
  }

  /** Transient news. */
  public static ObjectNode progress(Progress progress) {
    var total = progress.spend().total();
    return Json.document(
        new ProgressDocument(
            "progress",
            progress.session(),
            progress.turn(),
            progress.step(),
            progress.phase(),
            progress.delta(),
            TokensDocument.of(total),
            CostDocument.of(total)));
  }
}
