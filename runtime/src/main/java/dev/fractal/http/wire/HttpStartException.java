package dev.fractal.http.wire;

/** A server that cannot start; the message is one sentence for the user. */
public final class HttpStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HttpStartException(String sentence) {
    super(sentence);
  }

  public HttpStartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
