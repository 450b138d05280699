package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.work.TurnNews;
import dev.fractal.view.EventJson;
import java.util.function.Consumer;

/**
 * A session's live events as news of its open turn, for people who look on. Each turn is folded
 * from its opening on, so nothing before it has to be known.
 */
final class LiveNews implements EventStream.Listener {
  private final SessionState begun;
  private final Consumer<Progress> listener;
  private SessionState state;

  /**
   * Tells of turns whose openings come.
   *
   * @param begun the session as its first event left it
   */
  LiveNews(SessionState begun, Consumer<Progress> listener) {
    this.begun = begun;
    this.listener = listener;
    this.state = begun;
  }

  @Override
  public boolean stored(JsonNode event) {
    EventJson.entry(event).map(JournalEntry::event).ifPresent(this::follow);
    return false;
  }

  private void follow(SessionEvent event) {
    if (event instanceof TurnOpened) {
      state = begun.apply(event);
    } else if (state instanceof InTurn at && !endsAnother(at, event)) {
      state = state.apply(event);
    }
    if (state instanceof InTurn at) {
      listener.accept(TurnNews.of(at));
    }
  }

  /** A turn that was called off while it waited behind the open one. */
  private static boolean endsAnother(InTurn at, SessionEvent event) {
    return event instanceof TurnEnded ended && ended.turn() != at.turn().number();
  }

  @Override
  public void passing(JsonNode news) {
    listener.accept(Documents.progress(news));
  }
}
