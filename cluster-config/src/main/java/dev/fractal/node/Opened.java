package dev.fractal.node;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened one upon the other, and is closed the other way round; used by one thread. */
final class Opened implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Closes all; the first failure is thrown when the rest is closed too. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
        LOG.warn("a part of the node did not close", e);
      } catch (Exception e) {
        throw new IllegalStateException("parts of a node close without checked exceptions", e);
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
