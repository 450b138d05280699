package dev.fractal.http;

import dev.fractal.client.Progress;
import dev.fractal.client.Sessions;
import dev.fractal.http.routes.Health;
import dev.fractal.http.routes.Metrics;
import dev.fractal.http.routes.StartTerms;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the HTTP server works with.
 *
 * @param reader reads the store that all nodes share; it stays the caller's
 * @param feed transient news of the sessions on this node
 * @param preview turns a variable's stored form into a short text for people
 */
public record HttpServices(
    Sessions sessions,
    StartTerms terms,
    SessionReader reader,
    Feed feed,
    UnaryOperator<String> preview,
    Health health,
    Metrics metrics) {

  /** Where transient news comes from. */
  @FunctionalInterface
  public interface Feed {
    /**
     * Follows a session.
     *
     * @param listener called on any thread, must not block
     * @return closing it ends the watch
     */
    AutoCloseable watch(SessionId session, Consumer<Progress> listener);
  }
}
