package dev.fractal.model.openai;

import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelCallException.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Says what went wrong with one attempt, without ever quoting the key. */
final class OpenAiFailures {
  private static final int QUOTED = 200;

  private final OpenAiServer server;
  private final String model;
  private final HttpAttempt attempt;

  OpenAiFailures(OpenAiServer server, String model, HttpAttempt attempt) {
    this.server = server;
    this.model = model;
    this.attempt = attempt;
  }

  ModelCallException of(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
      case SseException broken ->
          failure(
              Kind.SERVER_ERROR, "broke its reply off with an error" + quote(broken), 1, none());
      case OpenAIServiceException answered -> answered(answered);
      default -> unanswered(failure);
    };
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

  private ModelCallException answered(OpenAIServiceException answer) {
    int status = answer.statusCode();
    return switch (status) {
      case 429 ->
          failure(
              Kind.RATE_LIMIT,
              "refused the call for now (429)" + quote(answer),
              0,
              RetryAfter.of(answer.headers(), Clock.systemUTC()));
      case 401, 403 ->
          failure(
              Kind.UNAUTHORIZED,
              "does not accept the key (" + status + "); check the key and what it may use",
              0,
              none());
      case 408, 409, 500, 501, 503 -> serverError(answer, 0);
      default ->
          status > 500
              ? serverError(answer, 1)
              : failure(
                  Kind.BAD_REQUEST,
                  "rejects the request (" + status + ")" + quote(answer),
                  0,
                  none());
    };
  }

  /** A gateway's error (502, 504 and the like) leaves open whether the model behind it worked. */
  private ModelCallException serverError(OpenAIServiceException answer, int lost) {
    return failure(
        Kind.SERVER_ERROR,
        "failed (" + answer.statusCode() + ")" + quote(answer),
        lost,
        RetryAfter.of(answer.headers(), Clock.systemUTC()));
  }

  private ModelCallException unanswered(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof IOException)) {
      root = root.getCause();
    }
    String what =
        attempt.lost() == 0
            ? "cannot be reached (" + text(root) + "); check the base URL and the network"
            : "broke the connection (" + text(root) + "); ask again";
    return failure(Kind.CONNECTION, what, attempt.lost(), none());
  }

  private ModelCallException failure(
      Kind kind, String what, int lost, Optional<Duration> retryAfter) {
    return new ModelCallException(
        kind,
        "the server " + server.address() + " " + what + " [openai:" + model + "]",
        lost,
        retryAfter);
  }

  private String quote(OpenAIServiceException answer) {
    return ": " + text(answer);
  }

  private String text(Throwable failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String line = server.withoutKey(message).replaceAll("\\s+", " ").strip();
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
