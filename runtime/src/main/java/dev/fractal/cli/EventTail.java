package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.remote.EventStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/** The events of a session as a running node tells them to somebody who may interrupt. */
record EventTail(URI node, Optional<String> token) {
  /**
   * Follows a session until its listener has seen enough, the node ends it or somebody interrupts.
   *
   * @return whether there is no reason to look again
   * @throws dev.fractal.remote.RemoteProblem when the node refuses it or cannot be reached
   */
  boolean follow(
      SessionId session, long after, EventStream.Listener listener, CountDownLatch interrupted)
      throws InterruptedException {
    try (var stream = EventStream.open(node, token, session, after, listener)) {
      var ender = Thread.ofVirtual().start(() -> endWith(interrupted, stream));
      try {
        return stream.end().get() || interrupted.getCount() == 0;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
      } finally {
        ender.interrupt();
      }
    }
  }

  private static void endWith(CountDownLatch interrupted, EventStream stream) {
    try {
      interrupted.await();
      stream.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
