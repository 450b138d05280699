package dev.fractal.session.work;

import dev.fractal.persistence.database.Backoff;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  void ask(Supplier<CompletionStage<SessionReply>> question, Consumer<SessionReply> then) {
    ask(question, PAUSES, then);
  }

  private void ask(
      Supplier<CompletionStage<SessionReply>> question,
      Backoff pauses,
      Consumer<SessionReply> then) {
    if (over.getAsBoolean()) {
      return;
    }
    var _ =
        question
            .get()
            .whenCompleteAsync(
                (reply, problem) -> {
                  if (problem != null || isForLater(reply)) {
                    pauses.after(io, () -> ask(question, pauses.grown(), then));
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
