package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnResult;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A child's one turn, driven from its parent's node: start, submit, wait; then the child may sleep.
 * Each step is idempotent and repeated until it is answered, so nothing of it needs to be
 * remembered.
 */
record ChildTurn(SessionId session, SessionSpec spec, TurnRequest request) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE = 100;
  private static final long LAST_PAUSE = 5_000;
  private static final int ONLY_TURN = 1;

  /** How it came out. */
  sealed interface Settled {
    record Ended(TurnResult result) implements Settled {}

    record Refused(Refusal refusal) implements Settled {}
  }

  /** Cancelling the result cancels the child's turn; failing it ends the waiting only. */
  CompletableFuture<Settled> run(Sessions sessions, Executor io) {
    var settled = new CompletableFuture<Settled>();
    var _ =
        settled.whenComplete(
            (done, _) -> {
              if (settled.isCancelled()) {
                var _ = sessions.cancel(session, ONLY_TURN);
              } else if (done instanceof Settled.Ended) {
                var _ = sessions.close(session);
              }
            });
    start(sessions, io, settled);
    return settled;
  }

  private void start(Sessions sessions, Executor io, CompletableFuture<Settled> settled) {
    insist(
        () -> sessions.start(session, spec),
        io,
        settled,
        FIRST_PAUSE,
        () -> submit(sessions, io, settled));
  }

  private void submit(Sessions sessions, Executor io, CompletableFuture<Settled> settled) {
    insist(
        () -> sessions.submit(session, request, IfBusy.QUEUE),
        io,
        settled,
        FIRST_PAUSE,
        () -> await(sessions, io, settled));
  }

  private void await(Sessions sessions, Executor io, CompletableFuture<Settled> settled) {
    insist(
        () -> sessions.await(session, ONLY_TURN, PATIENCE),
        io,
        settled,
        FIRST_PAUSE,
        () -> await(sessions, io, settled));
  }

  /** Asks until there is an answer; a lost answer or a store that is away is asked for again. */
  private void insist(
      Supplier<CompletionStage<SessionReply>> ask,
      Executor io,
      CompletableFuture<Settled> settled,
      long pause,
      Runnable then) {
    if (settled.isDone()) {
      return;
    }
    var _ =
        ask.get()
            .whenCompleteAsync(
                (reply, problem) -> {
                  boolean again =
                      problem != null
                          || (reply instanceof SessionReply.Refused(var _, var why)
                              && why.kind() == Refusal.Kind.NotStored);
                  if (again) {
                    var later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, io);
                    long longer = Math.min(pause * 2, LAST_PAUSE);
                    later.execute(() -> insist(ask, io, settled, longer, then));
                  } else {
                    answered(reply, settled, then);
                  }
                },
                io);
  }

  private static void answered(
      SessionReply reply, CompletableFuture<Settled> settled, Runnable then) {
    switch (reply) {
      case SessionReply.TurnSettled(var _, var result) ->
          settled.complete(new Settled.Ended(result));
      case SessionReply.Refused(var _, var refusal) ->
          settled.complete(new Settled.Refused(refusal));
      case SessionReply.Done _,
          SessionReply.TurnAccepted _,
          SessionReply.TurnPending _,
          SessionReply.Described _ ->
          then.run();
    }
  }
}
