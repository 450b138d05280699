package dev.fractal.http.routes;

import dev.fractal.http.wire.Problems;
import dev.fractal.protocol.command.SessionReply;
import java.util.concurrent.CompletionStage;

/** The answers of sessions; a refusal becomes a problem. */
final class SessionAnswers {
  private SessionAnswers() {}

  /** The answer, which must be of the expected type. */
  static <T extends SessionReply> CompletionStage<T> expect(
      Class<T> type, CompletionStage<SessionReply> stage) {
    return stage.thenApply(reply -> type.cast(accepted(reply)));
  }

  /** The answer, unless it is a refusal. */
  static SessionReply accepted(SessionReply reply) {
    if (reply instanceof SessionReply.Refused(_, var refusal)) {
      throw Problems.of(refusal).thrown();
    }
    return reply;
  }
}
