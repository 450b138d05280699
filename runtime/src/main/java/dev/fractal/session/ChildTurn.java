package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnResult;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A child's one turn, driven from its parent's node: start or derive, submit, wait. Each step is
 * idempotent and repeated until it is answered, so nothing of it needs to be remembered.
 */
record ChildTurn(SessionId session, Birth birth, TurnRequest request) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE = 100;
  private static final long LAST_PAUSE = 5_000;
  static final int ONLY_TURN = 1;

  /** How the child comes into being. */
  sealed interface Birth {}

  record Started(SessionSpec spec) implements Birth {}

  record Derived(Derivation derivation) implements Birth {}

  /** How it came out. */
  sealed interface Settled {
    record Ended(TurnResult result) implements Settled {}

    record Refused(Refusal refusal) implements Settled {}
  }

  /** Cancelling the result cancels the child's turn. */
  CompletableFuture<Settled> run(Sessions sessions, Executor io) {
    var settled = new CompletableFuture<Settled>();
    var _ =
        settled.whenComplete(
            (_, _) -> {
              if (settled.isCancelled()) {
                var _ = sessions.cancel(session, ONLY_TURN);
              }
            });
    start(sessions, io, settled);
    return settled;
  }

  private void start(Sessions sessions, Executor io, CompletableFuture<Settled> settled) {
    insist(() -> born(sessions), io, settled, FIRST_PAUSE, () -> submit(sessions, io, settled));
  }

  private CompletionStage<SessionReply> born(Sessions sessions) {
    return switch (birth) {
      case Started(var spec) -> sessions.start(session, spec);
      case Derived(var derivation) -> sessions.fork(session, derivation);
    };
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
