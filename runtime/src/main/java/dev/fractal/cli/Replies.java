package dev.fractal.cli;

import dev.fractal.protocol.command.SessionReply;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for the answers of sessions; a refusal becomes a {@link CliException}. */
final class Replies {
  private Replies() {}

  /** The answer, which must be of the expected type. */
  static <T extends SessionReply> T expect(Class<T> type, CompletionStage<SessionReply> stage) {
    var reply = await(stage);
    if (!type.isInstance(reply)) {
      throw new IllegalStateException("expected " + type.getSimpleName() + ", got " + reply);
    }
    return type.cast(reply);
  }

  static SessionReply await(CompletionStage<SessionReply> stage) {
    try {
      var reply = stage.toCompletableFuture().join();
      if (reply instanceof SessionReply.Refused(var session, var refusal)) {
        throw CliException.of(session, refusal);
      }
      return reply;
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
