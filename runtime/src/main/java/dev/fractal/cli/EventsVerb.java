package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.EventFacts;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "events", description = "A session's journal, one line per event.")
final class EventsVerb extends SessionReadVerb {
  private static final int WIDTH = 100;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var journal = reader.events(id);
    return Report.ok(
        () -> Json.array(journal, EventJson::event), () -> table(journal, invocation.style()));
  }

  private static String table(List<JournalEntry> journal, Style style) {
    var table = new Table(style, "SEQ", "TIME", "TYPE", "FACTS");
    journal.forEach(
        entry ->
            table.row(
                entry.sequence(),
                Wording.time(entry.event().at()),
                EventFacts.type(entry.event()),
                Wording.shortened(EventFacts.of(entry.event()), WIDTH)));
    return table.render();
  }
}
