package dev.fractal.session.work;

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
import java.util.function.Consumer;

/**
 * A child's one turn, driven from its parent's node: start or derive, submit, wait; then the child
 * may sleep. Each step is idempotent and repeated until it is answered, so nothing of it needs to
 * be remembered.
 */
public record ChildTurn(SessionId session, Birth birth, TurnRequest request) {
  static final Duration PATIENCE = Duration.ofSeconds(5);
  public static final int ONLY_TURN = 1;

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

  /**
   * Cancelling the result ends the waiting, not the child.
   *
   * @param stands told whenever it is known whether its turn waits for people and times only
   */
  CompletableFuture<Settled> run(Sessions sessions, Executor io, Consumer<Boolean> stands) {
    var settled = new CompletableFuture<Settled>();
    var _ =
        settled.thenAccept(
            done -> {
              if (done instanceof Settled.Ended) {
                var _ = sessions.close(session);
              }
            });
    start(new Asked(sessions, new Insistence(io, settled::isDone), settled, stands));
    return settled;
  }

  /** What the questions to a child need. */
  private record Asked(
      Sessions sessions,
      Insistence insistence,
      CompletableFuture<Settled> settled,
      Consumer<Boolean> stands) {}

  private void start(Asked asked) {
    asked.insistence.ask(
        () -> born(asked.sessions),
        reply -> {
          if (reply instanceof SessionReply.Refused(var _, var why) && neverWas(why)) {
            asked.settled.complete(new Settled.Unborn(why));
          } else {
            answered(reply, asked, () -> submit(asked));
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

  private void submit(Asked asked) {
    asked.insistence.ask(
        () -> asked.sessions.submit(session, request, IfBusy.QUEUE),
        reply -> answered(reply, asked, () -> await(asked)));
  }

  private void await(Asked asked) {
    asked.insistence.ask(
        () -> asked.sessions.await(session, ONLY_TURN, PATIENCE),
        reply -> answered(reply, asked, () -> await(asked)));
  }

  private static void answered(SessionReply reply, Asked asked, Runnable then) {
    switch (reply) {
      case SessionReply.TurnSettled(var _, var result) ->
          asked.settled.complete(new Settled.Ended(result));
      case SessionReply.Refused(var _, var refusal) ->
          asked.settled.complete(new Settled.Refused(refusal));
      case SessionReply.TurnPending pending -> {
        asked.stands.accept(pending.waits());
        then.run();
      }
      case SessionReply.Done _,
          SessionReply.TurnAccepted _,
          SessionReply.Released _,
          SessionReply.ReleasePending _,
          SessionReply.Scheduled _,
          SessionReply.Described _ ->
          then.run();
    }
  }
}
