package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A child's one turn, driven from its parent's node: start or derive, submit, wait; then the child
 * may sleep. Each step is idempotent and repeated until it is answered, so nothing of it needs to
 * be remembered.
 */
record ChildTurn(SessionId session, Birth birth, TurnRequest request) {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  static final int ONLY_TURN = 1;

  /** How the child comes into being. */
  sealed interface Birth {}

  record Started(SessionSpec spec) implements Birth {}

  record Derived(Derivation derivation) implements Birth {}

  /** How it came out. */
  sealed interface Settled {
    record Ended(TurnResult result) implements Settled {}

    record Refused(Refusal refusal) implements Settled {}

    /** Nothing of the child ever was. */
    record Unborn(Refusal refusal) implements Settled {}
  }

  /** Cancelling the result ends the waiting, not the child. */
  CompletableFuture<Settled> run(Sessions sessions, Executor io) {
    var settled = new CompletableFuture<Settled>();
    var _ =
        settled.thenAccept(
            done -> {
              if (done instanceof Settled.Ended) {
                var _ = sessions.close(session);
              }
            });
    start(sessions, new Insistence(io, settled::isDone), settled);
    return settled;
  }

  private void start(Sessions sessions, Insistence insistence, CompletableFuture<Settled> settled) {
    insistence.ask(
        () -> born(sessions),
        reply -> {
          if (reply instanceof SessionReply.Refused(var _, var why) && neverWas(why)) {
            settled.complete(new Settled.Unborn(why));
          } else {
            answered(reply, settled, () -> submit(sessions, insistence, settled));
          }
        });
  }

  /** Whether no child ran under this id, now or before. */
  private static boolean neverWas(Refusal why) {
    return why.kind() != Refusal.Kind.SessionExists
        && why.kind() != Refusal.Kind.SessionQuarantined;
  }

  private CompletionStage<SessionReply> born(Sessions sessions) {
    return switch (birth) {
      case Started(var spec) -> sessions.start(session, spec);
      case Derived(var derivation) -> sessions.fork(session, derivation);
    };
  }

  private void submit(
      Sessions sessions, Insistence insistence, CompletableFuture<Settled> settled) {
    insistence.ask(
        () -> sessions.submit(session, request, IfBusy.QUEUE),
        reply -> answered(reply, settled, () -> await(sessions, insistence, settled)));
  }

  private void await(Sessions sessions, Insistence insistence, CompletableFuture<Settled> settled) {
    insistence.ask(
        () -> sessions.await(session, ONLY_TURN, PATIENCE),
        reply -> answered(reply, settled, () -> await(sessions, insistence, settled)));
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
