package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Json;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live events of a session as a node tells them, until it is closed, its listener has seen
 * enough or the node ends it. It is not opened again here.
 */
public final class EventStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final String KIND = "event:";
  private static final String DATA = "data:";

  private final Listener listener;
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final AtomicReference<Subscription> subscription = new AtomicReference<>();

  /** Hears of events, of one at a time, on threads of the HTTP client. */
  public interface Listener {
    /**
     * A stored event, whole.
     *
     * @return whether it has seen enough
     */
    boolean stored(JsonNode event);

    /** Transient news of the open turn. */
    default void passing(JsonNode news) {}
  }

  EventStream(Listener listener) {
    this.listener = listener;
  }

  /**
   * Follows a session through a door that stays open.
   *
   * @param part the query that says from where on
   */
  static EventStream of(RemoteDoor door, SessionId session, String part, Listener listener) {
    var stream = new EventStream(listener);
    stream.follow(door, session, part);
    return stream;
  }

  /** Follows a session of a node from behind an event on. */
  public static EventStream open(
      URI node, Optional<String> token, SessionId session, long after, Listener listener) {
    var door = new RemoteDoor(node, token);
    var stream = new EventStream(listener);
    var _ = stream.end.whenComplete((_, _) -> door.close());
    stream.follow(door, session, "after=" + after);
    return stream;
  }

  private void follow(RemoteDoor door, SessionId session, String part) {
    var path = RemoteSessions.path(session) + "/events?" + part;
    var _ =
        door.follow(path, new Lines())
            .whenComplete(
                (_, problem) -> {
                  if (problem == null) {
                    end.complete(false);
                  } else {
                    LOG.debug("the live events of session {} ended early", session, problem);
                    end.completeExceptionally(RemoteSessions.cause(problem));
                  }
                });
  }

  /**
   * Completes when it is over, with whether the listener has seen enough; fails with {@link
   * RemoteProblem} when the node refuses it or cannot be reached.
   */
  public CompletableFuture<Boolean> end() {
    return end;
  }

  @Override
  public void close() {
    over(false);
  }

  private void over(boolean enough) {
    end.complete(enough);
    var open = subscription.get();
    if (open != null) {
      open.cancel();
    }
  }

  /** The lines of a stream of server-sent events. */
  final class Lines implements Subscriber<String> {
    private String kind = "";

    @Override
    public void onSubscribe(Subscription given) {
      subscription.set(given);
      if (end.isDone()) {
        given.cancel();
      } else {
        given.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(String line) {
      if (line.isEmpty()) {
        kind = "";
      } else if (line.startsWith(KIND)) {
        kind = line.substring(KIND.length()).strip();
      } else if (line.startsWith(DATA) && !end.isDone()) {
        told(Json.parsed(line.substring(DATA.length())));
      }
    }

    private void told(JsonNode document) {
      if (kind.equals("progress")) {
        listener.passing(document);
      } else if (kind.isEmpty() && listener.stored(document)) {
        over(true);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The request fails with it too.
    }

    @Override
    public void onComplete() {
      // The request completes with it too.
    }
  }
}
