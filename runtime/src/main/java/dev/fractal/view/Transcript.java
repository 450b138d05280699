package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.util.ArrayList;
import java.util.List;

/** The conversation of a session. */
public final class Transcript {
  private Transcript() {}

  /** The transcript as it stands: from the newest compaction or selected head on. */
  public static List<Message> current(List<JournalEntry> journal) {
    return fold(journal, true);
  }

  /** Everything that was ever said, compacted turns included. */
  public static List<Message> whole(List<JournalEntry> journal) {
    return fold(journal, false);
  }

  private static List<Message> fold(List<JournalEntry> journal, boolean shorten) {
    var messages = new ArrayList<Message>();
    for (var entry : journal) {
      switch (entry.event()) {
        case TurnOpened(var turn, var request, var _) ->
            say(messages, Author.CALLER, turn, request.message());
        case ModelReplied(var turn, _, var reply, _, _, _) ->
            say(messages, Author.MODEL, turn, reply);
        case CellsEvaluated(var turn, _, _, var observation, _, _, _) ->
            say(messages, Author.OBSERVATION, turn, observation);
        case SessionCompacted(var window, var _) when shorten -> replace(messages, window);
        case HeadSelected(_, var continuation, _) when shorten ->
            replace(messages, continuation.window());
        case CallsRepeated _,
            HeadPublished _,
            HeadSelected _,
            HostCallsCompleted _,
            HostCallsRequested _,
            ModelFailed _,
            SessionCompacted _,
            SessionQuarantined _,
            SessionResumed _,
            SessionStarted _,
            SessionStopped _,
            StopRequested _,
            TurnEnded _,
            TurnQueued _,
            Unreadable _,
            VariablesSaved _ -> {}
      }
    }
    return List.copyOf(messages);
  }

  private static void say(List<Message> messages, Author author, int turn, Content content) {
    messages.add(new Message(author, turn, content));
  }

  private static void replace(List<Message> messages, List<Message> window) {
    messages.clear();
    messages.addAll(window);
  }
}
