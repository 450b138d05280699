package dev.fractal.session.work;

import dev.fractal.client.Progress;
import dev.fractal.protocol.SessionId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Transient news of the sessions on this node; safe for use by several threads. */
public final class ProgressFeed {
  private final ConcurrentMap<SessionId, CopyOnWriteArraySet<Consumer<Progress>>> listeners =
      new ConcurrentHashMap<>();

  /** Follows a session until the result is closed. */
  public AutoCloseable watch(SessionId session, Consumer<Progress> listener) {
    listeners.computeIfAbsent(session, _ -> new CopyOnWriteArraySet<>()).add(listener);
    return () -> unwatch(session, listener);
  }

  public void publish(SessionId session, Supplier<Progress> news) {
    var followers = listeners.get(session);
    if (followers != null) {
      var progress = news.get();
      followers.forEach(follower -> follower.accept(progress));
    }
  }

  private void unwatch(SessionId session, Consumer<Progress> listener) {
    listeners.computeIfPresent(
        session,
        (_, followers) -> {
          followers.remove(listener);
          return followers.isEmpty() ? null : followers;
        });
  }
}
