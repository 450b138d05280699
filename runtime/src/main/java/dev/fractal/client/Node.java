package dev.fractal.client;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A running node as the command line uses it. */
public interface Node extends AutoCloseable {
  Sessions sessions();

  /** What the node is and where, in a few words for people. */
  String place();

  PayloadStore payloads();

  /** What a new session is made with: these, and the rest from the configuration. */
  SessionSpec spec(ModelChoice models, Profile profile);

  /**
   * Follows a session while it runs.
   *
   * @param listener called on any thread
   * @return closing it ends the watch
   */
  AutoCloseable watch(SessionId session, Consumer<Progress> listener);

  /** Where it is reached over HTTP; empty when it is not. */
  default Optional<Entrance> entrance() {
    return Optional.empty();
  }

  /** What an operator should know of how it runs on this machine, in sentences; may block. */
  default List<String> remarks() {
    return List.of();
  }

  /** Sessions that may have work left from before the node started, roots first. Blocks. */
  List<SessionId> unfinished();

  /**
   * Starts sessions that nobody asks anything of, at the rate of {@code
   * fractal.session.wake-per-second}.
   *
   * @return completes with their number when each of them runs
   */
  CompletionStage<Integer> wake(List<SessionId> sessions);

  /** Completes when the node ends, or must end, though nobody interrupted it. */
  CompletionStage<Departure> departure();

  /** Blocks until the node has left and the store is closed. */
  @Override
  void close();
}
