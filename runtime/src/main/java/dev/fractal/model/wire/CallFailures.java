package dev.fractal.model.wire;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelCallException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Says what went wrong with one attempt, without ever quoting the key. */
public final class CallFailures {
  private static final int QUOTED = 200;

  private final ProviderServer server;
  private final String model;
  private final HttpAttempt attempt;

  CallFailures(ProviderServer server, String model, HttpAttempt attempt) {
    this.server = server;
    this.model = model;
    this.attempt = attempt;
  }

  /**
   * The server answered with an error.
   *
   * @param said the server's own words
   */
  public ModelCallException answered(int status, String said, Optional<Duration> retryAfter) {
    return switch (status) {
      case 429 ->
          failure(
              Kind.RATE_LIMIT, "refused the call for now (429): " + quoted(said), 0, retryAfter);
      case 401, 403 ->
          failure(
              Kind.UNAUTHORIZED,
              "does not accept the key (" + status + "); check the key and what it may use",
              0,
              none());
      case 408, 409, 500, 501, 503, 529 -> serverError(status, said, 0, retryAfter);
      default ->
          status > 500
              ? serverError(status, said, 1, retryAfter)
              : failure(
                  Kind.BAD_REQUEST,
                  "rejects the request (" + status + "): " + quoted(said),
                  0,
                  none());
    };
  }

  /** A gateway's error (502, 504 and the like) leaves open whether the model behind it worked. */
  private ModelCallException serverError(
      int status, String said, int lost, Optional<Duration> retryAfter) {
    return failure(Kind.SERVER_ERROR, "failed (" + status + "): " + quoted(said), lost, retryAfter);
  }

  /** The server told of an error in the middle of its reply. */
  public ModelCallException brokeOff(String said) {
    return failure(
        Kind.SERVER_ERROR, "broke its reply off with an error: " + quoted(said), 1, none());
  }

  /** The reply cannot be read. */
  public ModelCallException malformed(Throwable problem) {
    return failure(
        Kind.SERVER_ERROR,
        "sent a reply that cannot be read (" + quoted(words(problem)) + "); ask again",
        attempt.lost(),
        none());
  }

  /** The connection failed or broke. */
  public ModelCallException unanswered(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    String what =
        attempt.lost() == 0
            ? "cannot be reached (" + quoted(words(root)) + "); check the base URL and the network"
            : "broke the connection (" + quoted(words(root)) + "); ask again";
    return failure(Kind.CONNECTION, what, attempt.lost(), none());
  }

  ModelCallException timedOut(Duration deadline) {
    return failure(
        Kind.TIMEOUT,
        "did not answer within "
            + deadline.toMillis()
            + " ms; allow the call more time or ask for less at once",
        attempt.lost(),
        none());
  }

  ModelCallException cutOff() {
    return failure(
        Kind.CONNECTION, "ended its reply in the middle; ask again", attempt.lost(), none());
  }

  ModelCallException withheld(String reason) {
    return failure(
        Kind.BAD_REQUEST,
        "ended its reply without a text, for the reason '"
            + quoted(reason)
            + "'; ask otherwise, or allow longer replies if it was the length",
        attempt.lost(),
        none());
  }

  private ModelCallException failure(
      Kind kind, String what, int lost, Optional<Duration> retryAfter) {
    return new ModelCallException(
        kind,
        "the server "
            + server.address()
            + " "
            + what
            + " ["
            + server.provider()
            + ":"
            + model
            + "]",
        lost,
        retryAfter);
  }

  private static String words(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private String quoted(String text) {
    String line = server.withoutKey(text).replaceAll("\\s+", " ").strip();
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
