package dev.fractal.client;

import dev.fractal.persistence.database.Backoff;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that are asked again when an answer is lost or says that nothing was stored, as happens
 * while a session moves to another node. Every command has the same effect when it is sent twice,
 * so the caller cannot tell, but for the time that it takes.
 */
public final class PersistentSessions implements Sessions {
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final Sessions sessions;
  private final Duration retryFor;
  private final Duration longestWait;

  /**
   * Sessions that are asked through others.
   *
   * @param retryFor how long one command is asked again before its last outcome is the answer
   * @param longestWait how long one question for a turn's end waits: a longer one would be lost
   *     with the node that it waits at, and nobody would know
   */
  public PersistentSessions(Sessions sessions, Duration retryFor, Duration longestWait) {
    this.sessions = sessions;
    this.retryFor = retryFor;
    this.longestWait = longestWait;
  }

  /** One command that is asked until it is answered or its time is over. */
  private final class Asking {
    private final Supplier<CompletionStage<SessionReply>> question;
    private final CompletableFuture<SessionReply> answer = new CompletableFuture<>();
    private final long end = System.nanoTime() + retryFor.toNanos();
    private int attempts;

    Asking(Supplier<CompletionStage<SessionReply>> question) {
      this.question = question;
    }

    CompletableFuture<SessionReply> start() {
      ask(PAUSES);
      return answer;
    }

    private void ask(Backoff pauses) {
      attempts++;
      var _ =
          question
              .get()
              .whenComplete(
                  (reply, problem) -> {
                    boolean isAnswer = reply != null && !isNotStored(reply);
                    if (isAnswer || System.nanoTime() + pauses.pause().toNanos() > end) {
                      complete(answer, reply, problem);
                    } else {
                      pauses.after(ForkJoinPool.commonPool(), () -> ask(pauses.grown()));
                    }
                  });
    }

    /** Whether an earlier attempt may have been carried out although nobody heard of it. */
    boolean isRepeated() {
      return attempts > 1;
    }
  }

  private static void complete(
      CompletableFuture<SessionReply> answer,
      @Nullable SessionReply reply,
      @Nullable Throwable problem) {
    if (problem != null) {
      answer.completeExceptionally(problem);
    } else {
      answer.complete(reply);
    }
  }

  private static boolean isNotStored(SessionReply reply) {
    return reply instanceof Refused(_, var refusal) && refusal.kind() == Refusal.Kind.NotStored;
  }

  private CompletionStage<SessionReply> ask(Supplier<CompletionStage<SessionReply>> question) {
    return new Asking(question).start();
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    return ask(() -> sessions.start(session, spec));
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    return ask(() -> sessions.fork(session, derivation));
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    return ask(() -> sessions.submit(session, request, ifBusy));
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    return await(session, turn, System.nanoTime() + patience.toNanos());
  }

  private CompletionStage<SessionReply> await(SessionId session, int turn, long end) {
    return ask(() -> sessions.await(session, turn, left(end)))
        .thenCompose(
            reply ->
                reply instanceof TurnPending && left(end).isPositive()
                    ? await(session, turn, end)
                    : CompletableFuture.completedFuture(reply));
  }

  private Duration left(long end) {
    var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    return left.compareTo(longestWait) < 0 ? left : longestWait;
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return ask(() -> sessions.cancel(session, turn));
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return ask(() -> sessions.cancelChild(session, child));
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return ask(() -> sessions.pause(session));
  }

  /** A session that is not there at the second attempt was removed by the first. */
  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    var asking = new Asking(() -> sessions.purge(session));
    return asking
        .start()
        .thenApply(
            reply ->
                asking.isRepeated()
                        && reply instanceof Refused(_, var refusal)
                        && refusal.kind() == Refusal.Kind.UnknownSession
                    ? new Done(session, SessionStatus.PURGED)
                    : reply);
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return ask(() -> sessions.compact(session));
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    var asked = ask(() -> sessions.stop(session, false));
    return untilStopped ? asked.thenCompose(reply -> stopped(session, reply, PAUSES)) : asked;
  }

  /** Looks at a session until it has stopped: its step may take longer than any question. */
  private CompletionStage<SessionReply> stopped(
      SessionId session, SessionReply reply, Backoff pauses) {
    boolean waits =
        switch (reply) {
          case Done(var _, var status) -> status == SessionStatus.STOP_REQUESTED;
          case Described described -> described.status() == SessionStatus.STOP_REQUESTED;
          default -> false;
        };
    if (waits) {
      var looked = new CompletableFuture<SessionReply>();
      pauses.after(
          ForkJoinPool.commonPool(),
          () ->
              describe(session)
                  .thenCompose(seen -> stopped(session, seen, pauses.grown()))
                  .whenComplete((done, problem) -> complete(looked, done, problem)));
      return looked;
    }
    return CompletableFuture.completedFuture(
        reply instanceof Described seen ? new Done(session, seen.status()) : reply);
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return ask(() -> sessions.close(session));
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return ask(() -> sessions.resume(session, head));
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    return release(session, request, System.nanoTime() + patience.toNanos());
  }

  private CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, long end) {
    return ask(() -> sessions.release(session, request, left(end)))
        .thenCompose(
            reply ->
                reply instanceof ReleasePending && left(end).isPositive()
                    ? release(session, request, end)
                    : CompletableFuture.completedFuture(reply));
  }

  /** What the first attempt may have done is told by the second as somebody's answer, its own. */
  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    return ask(() -> sessions.answer(ask, reply));
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return ask(() -> sessions.tell(session, letter));
  }

  /** A schedule that is not there at the second attempt to remove it was removed by the first. */
  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    var asking = new Asking(() -> sessions.schedule(session, order));
    return asking
        .start()
        .thenApply(
            reply ->
                asking.isRepeated()
                        && order.act() instanceof ScheduleOrder.Change(var name, var phase)
                        && phase == Phase.REMOVED
                        && reply instanceof Refused(_, var refusal)
                        && refusal.kind() == Refusal.Kind.UnknownSchedule
                    ? new Scheduled(session, name, phase, Optional.empty())
                    : reply);
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    return ask(() -> sessions.raise(session, raise, by));
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return ask(() -> sessions.describe(session));
  }
}
