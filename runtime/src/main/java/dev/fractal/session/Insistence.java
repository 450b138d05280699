package dev.fractal.session;

import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a session until there is an answer; a lost answer, a store that is away or a session that is
 * suspended is asked again, after pauses that grow. Only for what has no further effect when it is
 * asked twice.
 *
 * @param over asked before each attempt: nobody wants the answer any more
 */
record Insistence(Executor io, BooleanSupplier over) {
  private static final long FIRST_PAUSE = 100;
  private static final long LAST_PAUSE = 5_000;

  void ask(Supplier<CompletionStage<SessionReply>> question, Consumer<SessionReply> then) {
    ask(question, FIRST_PAUSE, then);
  }

  private void ask(
      Supplier<CompletionStage<SessionReply>> question, long pause, Consumer<SessionReply> then) {
    if (over.getAsBoolean()) {
      return;
    }
    var _ =
        question
            .get()
            .whenCompleteAsync(
                (reply, problem) -> {
                  if (problem != null || isForLater(reply)) {
                    var later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, io);
                    later.execute(() -> ask(question, Math.min(pause * 2, LAST_PAUSE), then));
                  } else {
                    then.accept(reply);
                  }
                },
                io);
  }

  private static boolean isForLater(SessionReply reply) {
    return reply instanceof SessionReply.Refused(var _, var why)
        && (why.kind() == Refusal.Kind.NotStored || why.kind() == Refusal.Kind.SessionSuspended);
  }
}
