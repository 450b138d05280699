package dev.fractal.http.routes;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Waits for what a session comes to, in pieces, so that a session that moves to another node in
 * between is found again; no thread is held.
 *
 * @param longest a longer wish is cut to it
 * @param clock nanoseconds
 */
public record Waiting(Sessions sessions, Duration longest, LongSupplier clock) {
  private static final Duration PIECE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 200;

  /** The end of a turn, or that it is still open when the time is over. */
  CompletionStage<SessionReply> untilSettled(SessionId session, int turn, Duration wish) {
    return settled(session, turn, deadline(wish), PIECE, _ -> false);
  }

  /** The same, or that it waits for nothing but answers of people, soon after it does. */
  CompletionStage<SessionReply> untilAsked(SessionId session, int turn, Duration wish) {
    return settled(session, turn, deadline(wish), GLANCE, pending -> !pending.asks().isEmpty());
  }

  private CompletionStage<SessionReply> settled(
      SessionId session,
      int turn,
      long deadline,
      Duration longestPiece,
      Predicate<TurnPending> enough) {
    var piece = left(deadline).compareTo(longestPiece) < 0 ? left(deadline) : longestPiece;
    return sessions
        .await(session, turn, piece)
        .exceptionallyCompose(
            failure -> unanswered(failure, new TurnPending(session, turn), deadline))
        .thenCompose(
            reply ->
                reply instanceof TurnPending pending
                        && left(deadline).isPositive()
                        && !enough.test(pending)
                    ? settled(session, turn, deadline, longestPiece, enough)
                    : CompletableFuture.completedFuture(reply));
  }

  /** A session that has stopped, or its status when the time is over. */
  CompletionStage<SessionReply> untilStopped(SessionId session, Duration wish) {
    return stopped(session, deadline(wish));
  }

  private CompletionStage<SessionReply> stopped(SessionId session, long deadline) {
    return sessions
        .stop(session, false)
        .thenCompose(
            reply ->
                reply instanceof SessionReply.Done(_, var status)
                        && SessionStatus.unfinished().contains(status)
                        && left(deadline).isPositive()
                    ? later().thenCompose(_ -> stopped(session, deadline))
                    : CompletableFuture.completedFuture(reply));
  }

  /** What a release comes to, or that the session is still re-checked when the time is over. */
  CompletionStage<SessionReply> untilReleased(
      SessionId session, ReleaseRequest request, Duration wish) {
    return released(session, request, deadline(wish));
  }

  private CompletionStage<SessionReply> released(
      SessionId session, ReleaseRequest request, long deadline) {
    var piece = left(deadline).compareTo(PIECE) < 0 ? left(deadline) : PIECE;
    return sessions
        .release(session, request, piece)
        .exceptionallyCompose(failure -> unanswered(failure, new ReleasePending(session), deadline))
        .thenCompose(
            reply ->
                reply instanceof ReleasePending && left(deadline).isPositive()
                    ? released(session, request, deadline)
                    : CompletableFuture.completedFuture(reply));
  }

  private static CompletableFuture<Void> later() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** No answer in time is as good as a pending turn while there is time left. */
  private CompletionStage<SessionReply> unanswered(
      Throwable failure, SessionReply pending, long deadline) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof TimeoutException && left(deadline).isPositive()
        ? CompletableFuture.completedFuture(pending)
        : CompletableFuture.failedFuture(cause);
  }

  private long deadline(Duration wish) {
    return clock.getAsLong() + (wish.compareTo(longest) < 0 ? wish : longest).toNanos();
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - clock.getAsLong()));
  }
}
