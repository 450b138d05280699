package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Problem;
import dev.fractal.view.Json;
import java.util.Locale;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Problems in the form of OpenAI's errors: {@code {error: {message, type, param, code}}}. */
final class ChatErrors {
  private ChatErrors() {}

  static HttpResponse answer(Problem problem) {
    return Answers.json(problem.status(), document(problem));
  }

  /** The same with the word that a client should not ask again by itself. */
  static HttpResponse settled(Problem problem) {
    return Answers.with(answer(problem), "X-Should-Retry", "false");
  }

  static ObjectNode document(Problem problem) {
    var document = Json.object();
    document
        .putObject("error")
        .put("message", problem.detail())
        .put("type", type(problem))
        .put("param", problem.field().orElse(null))
        .put("code", code(problem));
    return document;
  }

  private static String type(Problem problem) {
    return switch (problem.status()) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 ->
          problem.kind().equals("BudgetExceeded") ? "insufficient_quota" : "rate_limit_error";
      default -> problem.status() < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static String code(Problem problem) {
    return switch (problem.kind()) {
      case "Unauthenticated" -> "invalid_api_key";
      case "TurnQueueFull" -> "rate_limit_exceeded";
      default -> problem.kind().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    };
  }
}
