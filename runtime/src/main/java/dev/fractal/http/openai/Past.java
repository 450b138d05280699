package dev.fractal.http.openai;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SessionView;
import dev.fractal.view.TurnView;
import java.util.List;
import java.util.Optional;

/**
 * What a session has said so far, as a conversation sees it.
 *
 * @param turns those that ended with a value, oldest first: aborted ones left nothing behind
 */
record Past(
    SessionView view, List<TurnView> turns, List<JournalEntry> journal, PayloadStore payloads) {

  /** Empty when there is no such session. Blocks. */
  static Optional<Past> of(SessionId session, SessionReader reader) {
    var journal = reader.events(session);
    return SessionView.of(journal)
        .map(
            view ->
                new Past(
                    view,
                    view.turns().stream().filter(Past::isFinished).toList(),
                    journal,
                    reader.payloads()));
  }

  private static boolean isFinished(TurnView turn) {
    return turn.end().filter(end -> end.outcome() instanceof TurnOutcome.Finished).isPresent();
  }

  SessionId session() {
    return view.session();
  }

  int size() {
    return turns.size();
  }

  String asked(int index) {
    return payloads.text(turns.get(index).message());
  }

  boolean asked(int index, String message) {
    return Conversation.asks(asked(index), message);
  }

  boolean answered(int index, String text) {
    var outcome = turns.get(index).end().orElseThrow().outcome();
    return outcome instanceof TurnOutcome.Finished(var value)
        && AnswerText.of(payloads.text(value)).strip().equals(text.strip());
  }

  /** Whether a turn was accepted under a key, whatever became of it. */
  boolean knows(String key) {
    return view.turns().stream().anyMatch(turn -> turn.request().requestId().equals(key));
  }

  boolean isBusy() {
    return view.running().isPresent() || !view.waiting().isEmpty();
  }

  /** The number of the last event before a turn; of the last one when there is no such turn. */
  long before(String key) {
    for (var entry : journal) {
      if ((entry.event() instanceof TurnQueued(var _, var queued, var _)
              && queued.requestId().equals(key))
          || (entry.event() instanceof TurnOpened(var _, var opened, var _)
              && opened.requestId().equals(key))) {
        return entry.sequence() - 1;
      }
    }
    return journal.getLast().sequence();
  }
}
