package dev.fractal.node;

/** A node must not start as it is configured; the message has one sentence for each mistake. */
public final class BadConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadConfigurationException(String message) {
    super(message);
  }
}
