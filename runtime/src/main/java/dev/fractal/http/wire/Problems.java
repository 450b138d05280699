package dev.fractal.http.wire;

import dev.fractal.http.openai.ChatRefusal;
import dev.fractal.model.ModelSpecException;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.command.Refusal;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands for a failure: a problem that the caller may see, the rest in the log. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** Something took longer than it may. */
  static final String NO_ANSWER = "NoAnswer";

  private Problems() {}

  public static Problem of(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> of(e.getCause());
      case ProblemException e -> e.problem();
      case ChatRefusal e ->
          new Problem(
              e.status(), e.kind(), String.valueOf(e.getMessage()), Optional.of(e.parameter()));
      case EntityStreamSizeException _ -> tooLarge();
      case EntityStreamException _ ->
          new Problem(400, "BadHttp", "the body ended before its end; send it again");
      case ModelSpecException e -> new Problem(400, "ModelSpec", String.valueOf(e.getMessage()));
      case PayloadUnavailable e ->
          new Problem(
              500, "PayloadUnavailable", e.getMessage() + "; a check of the store says more");
      case StoreException _ -> logged(failure, 503, "StoreUnavailable", "the store did not answer");
      case TimeoutException _ ->
          new Problem(
              503,
              NO_ANSWER,
              "the session did not answer in time; ask again, with the same requestId");
      default -> logged(failure, 500, "Unexpected", "an unexpected failure");
    };
  }

  static Problem tooLarge() {
    return new Problem(
        413,
        "BodyTooLarge",
        "the body is larger than fractal.http.max-request-size; send less, or raise it");
  }

  public static Problem of(Refusal refusal) {
    return new Problem(status(refusal.kind()), refusal.kind().name(), refusal.message());
  }

  public static int status(Refusal.Kind kind) {
    return switch (kind) {
      case UnknownSession, UnknownTurn, UnknownHead, UnknownChild, UnknownAsk, UnknownSchedule ->
          404;
      case SessionExists,
          SessionStopped,
          SessionQuarantined,
          SessionSuspended,
          NothingToRelease,
          NothingToRaise,
          AskClosed,
          NoTurnRuns,
          TurnInFlight,
          TurnLimitReached,
          WorldMismatch,
          ScheduleExists,
          NotScheduled,
          Other ->
          409;
      case SessionIdTooLong, AnswerMisfit, BadSchedule -> 400;
      case TurnQueueFull, MailboxFull -> 429;
      case SourceMorePrivileged, WiderThanSource, OtherTree -> 403;
      case NotStored -> 503;
      case UnreadableJournal -> 500;
    };
  }

  private static Problem logged(Throwable failure, int status, String kind, String what) {
    var reference = UUID.randomUUID().toString();
    LOG.error("request failed, reference {}", reference, failure);
    return new Problem(
        status, kind, what + "; the node's log has more under reference " + reference);
  }
}
