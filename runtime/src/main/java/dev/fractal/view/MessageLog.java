package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.state.LetterFrame;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.WarningLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The conversation of a session. */
public final class MessageLog {
  private MessageLog() {}

  /** The window that the next turn goes on from. */
  public static List<Message> current(SessionState state) {
    return state instanceof SessionState.Live live ? live.core().transcript().window() : List.of();
  }

  /** The same of a session, of which other events are not read. */
  public static List<Message> whole(SessionId session, SessionReader reader) {
    return whole(
        reader.only(
            session,
            1,
            Long.MAX_VALUE,
            Set.of(
                TurnOpened.class,
                ModelReplied.class,
                CellsEvaluated.class,
                MessageReceived.class,
                BudgetWarned.class)));
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
      } else if (entry.event() instanceof MessageReceived(var turn, var letter, _, var at)) {
        var told = Content.inline(LetterFrame.of(letter, at));
        messages.add(new Message(Author.TOLD, turn, told));
      } else if (entry.event() instanceof BudgetWarned(var turn, var limits, _)) {
        messages.add(new Message(Author.TOLD, turn, Content.inline(WarningLine.of(limits))));
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
