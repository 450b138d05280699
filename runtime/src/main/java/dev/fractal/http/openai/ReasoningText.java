package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.view.EventJson;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells the progress of a turn in words: what its model writes, what its cells ask for, and what
 * came of them, shortened. For one stream, one thread at a time.
 */
public final class ReasoningText {
  private static final int SHOWN = 400;

  private final int turn;
  private final PayloadStore payloads;
  private final Set<Integer> told = new HashSet<>();

  public ReasoningText(int turn, PayloadStore payloads) {
    this.turn = turn;
    this.payloads = payloads;
  }

  /** Whether an event says that the turn is over. */
  public static boolean ends(JsonNode event, int turn) {
    return event.path("type").asText().equals("turn-ended") && event.path("turn").asInt() == turn;
  }

  /** Whether an event says that the turn asks somebody. */
  public static boolean asks(JsonNode event, int turn) {
    return event.path("type").asText().equals("ask-opened") && event.path("turn").asInt() == turn;
  }

  /** What an event adds; nothing when it is of another turn or says nothing. */
  public String of(JsonNode event) {
    if (event.path("type").asText().equals("progress")) {
      return event.path("turnId").asInt() == turn ? delta(event) : "";
    }
    return EventJson.entry(event).map(entry -> of(entry.event())).orElse("");
  }

  private String of(SessionEvent event) {
    if (event instanceof ModelReplied replied && replied.turn() == turn) {
      return reply(replied);
    }
    if (event instanceof ModelFailed failed && failed.turn() == turn) {
      return "\n\n[" + failed.failure().message() + "]\n\n";
    }
    if (event instanceof HostCallsRequested asked && asked.turn() == turn) {
      return calls(asked);
    }
    return event instanceof CellsEvaluated cells && cells.turn() == turn
        ? "\n\n→ " + shortened(cells.observation()) + "\n\n"
        : "";
  }

  private String delta(JsonNode progress) {
    var delta = progress.path("delta").asText();
    if (!delta.isEmpty()) {
      told.add(progress.path("step").asInt());
    }
    return delta;
  }

  /** Of a reply whose pieces were told, nothing. */
  private String reply(ModelReplied replied) {
    return told.add(replied.step()) ? payloads.text(replied.reply()) : "";
  }

  private static String calls(HostCallsRequested asked) {
    var counts = new TreeMap<String, Integer>();
    asked.calls().forEach(call -> counts.merge(call.function(), 1, Integer::sum));
    var text = new StringBuilder("\n");
    counts.forEach(
        (function, count) -> text.append("\n· ").append(count).append(" × ").append(function));
    return text.append('\n').toString();
  }

  private String shortened(Content content) {
    var text = payloads.text(content).strip();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
