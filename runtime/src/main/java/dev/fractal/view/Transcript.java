package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.SessionState;
import java.util.ArrayList;
import java.util.List;

/** The conversation of a session. */
public final class Transcript {
  private Transcript() {}

  /** The window that the next turn goes on from. */
  public static List<Message> current(List<JournalEntry> journal) {
    return folded(journal) instanceof SessionState.Live live
        ? live.core().transcript().window()
        : List.of();
  }

  /** Everything that was ever said, compacted and aborted turns included. */
  public static List<Message> whole(List<JournalEntry> journal) {
    var messages = new ArrayList<Message>();
    for (var entry : journal) {
      if (entry.event() instanceof TurnOpened(var turn, var request, var _)) {
        messages.add(new Message(Author.CALLER, turn, request.message()));
      } else if (entry.event() instanceof ModelReplied replied) {
        messages.add(new Message(Author.MODEL, replied.turn(), replied.reply()));
      } else if (entry.event() instanceof CellsEvaluated evaluated) {
        messages.add(new Message(Author.OBSERVATION, evaluated.turn(), evaluated.observation()));
      }
    }
    return List.copyOf(messages);
  }

  static SessionState folded(List<JournalEntry> journal) {
    var state = SessionState.absent();
    for (var entry : journal) {
      state = state.apply(entry.event());
    }
    return state;
  }
}
