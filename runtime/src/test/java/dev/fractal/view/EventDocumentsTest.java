package dev.fractal.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.SampleEvents;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents of events are contracts to the byte, and read as what they were written of. */
final class EventDocumentsTest {
  private static final SessionId CHILD = new SessionId("s1~child");

  /** The begin as text, then the fields of the event's type as they are stored, but its time. */
  private static String text(String begin, SessionEvent event) {
    var fields = (ObjectNode) Json.tree(event);
    var at = fields.remove("at");
    var rest = fields.isEmpty() ? "}" : "," + fields.toString().substring(1);
    return "{%s\"sequence\":7,\"type\":\"%s\",\"at\":%s%s"
        .formatted(begin, EventFacts.type(event), at, rest);
  }

  @Test
  void everyEventBeginsWithItsNumberTypeAndTime() {
    for (var event : SampleEvents.all()) {
      assertThat(EventJson.event(new JournalEntry(7, event)).toString()).isEqualTo(text("", event));
    }
  }

  @Test
  void amongThoseOfATreeItBeginsWithItsSession() {
    for (var event : SampleEvents.all()) {
      assertThat(EventJson.event(CHILD, new JournalEntry(7, event)).toString())
          .isEqualTo(text("\"sessionId\":\"s1~child\",", event));
    }
  }

  @Test
  void oneIsWrittenOutInFull() {
    var pause = new SessionEvent.SessionPaused(SampleJournal.AT);
    assertThat(EventJson.event(new JournalEntry(12, pause)).toString())
        .isEqualTo(
            "{\"sequence\":12,\"type\":\"session-paused\",\"at\":\"%s\"}"
                .formatted(SampleJournal.AT));
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    for (var event : SampleEvents.all()) {
      var entry = new JournalEntry(7, event);
      assertThat(EventJson.entry(Json.parsed(EventJson.event(entry).toString()))).contains(entry);
      assertThat(EventJson.entry(Json.parsed(EventJson.event(CHILD, entry).toString())))
          .contains(entry);
    }
  }

  @Test
  void whatIsNoEventIsNotRead() {
    for (var text : List.of("{\"missed\":3}", "{\"type\":\"of-tomorrow\",\"sequence\":1}", "[]")) {
      assertThat(EventJson.entry(Json.parsed(text))).as(text).isEmpty();
    }
  }
}
