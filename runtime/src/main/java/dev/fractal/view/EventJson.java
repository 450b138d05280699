package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.view.document.CostDocument;
import dev.fractal.view.document.ProgressDocument;
import dev.fractal.view.document.TokensDocument;
import java.util.List;
import java.util.Optional;

/** Durable events and transient news as JSON. */
public final class EventJson {
  private EventJson() {}

  /** The whole event, with its sequence number and its type's storage name. */
  public static ObjectNode event(JournalEntry entry) {
    var node = Json.object();
    node.put("sequence", entry.sequence());
    node.put("type", EventFacts.type(entry.event()));
    node.put("at", entry.event().at().toString());
    node.setAll((ObjectNode) Json.tree(entry.event()));
    return node;
  }

  /** The event of such a document; empty when it is of a kind that this build does not know. */
  public static Optional<JournalEntry> entry(JsonNode event) {
    if (!(event instanceof ObjectNode document)) {
      return Optional.empty();
    }
    var fields = document.deepCopy();
    var type = fields.path("type").asText();
    long sequence = fields.path("sequence").asLong();
    fields.remove(List.of("type", "sequence", "sessionId"));
    return EventFacts.kind(type).map(kind -> new JournalEntry(sequence, Json.value(fields, kind)));
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
