package dev.fractal.session.work;

import static dev.fractal.session.work.ChildTurn.ONLY_TURN;
import static dev.fractal.session.work.ChildTurn.PATIENCE;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The end of a child that nobody waits for any more: it is stopped, so that nothing that is still
 * on its way can begin a turn, its turn is cancelled, and what it used is asked for.
 */
record ChildEnd(SessionId session) {
  /** What the child's tree used: nothing if it never ran, none if nobody knows. */
  CompletableFuture<Optional<Spent>> run(Sessions sessions, Executor io) {
    var used = new CompletableFuture<Optional<Spent>>();
    var insistence = new Insistence(io, used::isDone);
    insistence.ask(
        () -> sessions.stop(session, false),
        stopped -> {
          if (stopped instanceof SessionReply.Refused(var _, var why)) {
            used.complete(unasked(why));
          } else {
            insistence.ask(
                () -> sessions.cancel(session, ONLY_TURN),
                cancelled -> settled(cancelled, sessions, insistence, used));
          }
        });
    return used;
  }

  private void settled(
      SessionReply reply,
      Sessions sessions,
      Insistence insistence,
      CompletableFuture<Optional<Spent>> used) {
    switch (reply) {
      case SessionReply.TurnSettled(var _, var result) -> used.complete(Optional.of(result.tree()));
      case SessionReply.Refused(var _, var why) -> used.complete(unasked(why));
      case SessionReply.Done _,
          SessionReply.TurnAccepted _,
          SessionReply.TurnPending _,
          SessionReply.Released _,
          SessionReply.ReleasePending _,
          SessionReply.Scheduled _,
          SessionReply.Described _ ->
          insistence.ask(
              () -> sessions.await(session, ONLY_TURN, PATIENCE),
              again -> settled(again, sessions, insistence, used));
    }
  }

  private static Optional<Spent> unasked(Refusal why) {
    boolean neverRan = why.kind() == Kind.UnknownSession || why.kind() == Kind.UnknownTurn;
    return neverRan ? Optional.of(Spent.NONE) : Optional.empty();
  }
}
