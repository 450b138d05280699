package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Progress;
import dev.fractal.session.SessionState;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.TurnNews;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a session's event stream as news of its open turn. A stream that breaks is not
 * opened again: its news is for people who look on, and the turn's end is asked for elsewhere.
 */
final class LiveNews implements Subscriber<String>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveNews.class);
  private static final String DATA = "data:";

  private final Consumer<Progress> listener;
  private final AtomicReference<Subscription> subscription = new AtomicReference<>();
  private volatile boolean closed;
  private SessionState state;
  private boolean passing;

  /**
   * Tells at once where the session is, if a turn is open.
   *
   * @param state the session's, before the stream begins
   */
  LiveNews(SessionState state, Consumer<Progress> listener) {
    this.state = state;
    this.listener = listener;
    tell();
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription.set(given);
    if (closed) {
      given.cancel();
    } else {
      given.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(String line) {
    if (line.isEmpty()) {
      passing = false;
    } else if (line.startsWith("event:")) {
      passing = line.endsWith("progress");
    } else if (line.startsWith(DATA) && !closed) {
      told(Json.parsed(line.substring(DATA.length())));
    }
  }

  private void told(JsonNode document) {
    if (passing) {
      listener.accept(Documents.progress(document));
    } else {
      EventJson.entry(document)
          .ifPresent(
              entry -> {
                state = state.apply(entry.event());
                tell();
              });
    }
  }

  private void tell() {
    if (state instanceof InTurn at) {
      listener.accept(TurnNews.of(at));
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (!closed) {
      LOG.debug("a session's live news ended early", failure);
    }
  }

  @Override
  public void onComplete() {
    // The node has left; the turn's end is asked for by whoever waits for it.
  }

  @Override
  public void close() {
    closed = true;
    var open = subscription.get();
    if (open != null) {
      open.cancel();
    }
  }
}
