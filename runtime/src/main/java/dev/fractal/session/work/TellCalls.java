package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.client.Sessions;
import dev.fractal.persistence.database.Backoff;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other sessions of the tree what cells say to them. A message's id comes from the call, so
 * that a crash shows nothing twice.
 */
public final class TellCalls {
  private static final Logger LOG = LoggerFactory.getLogger(TellCalls.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PARENT = "parent";
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

  /** A child that is asked for by the same cell may take so long to begin. */
  private static final Duration BEGINNING = Duration.ofSeconds(20);

  private final SessionServices services;
  private final Sessions siblings;

  public TellCalls(SessionServices services, Sessions siblings) {
    this.services = services;
    this.siblings = siblings;
  }

  private record Post(SessionId to, Letter letter, boolean begins) {}

  /** Completes with the message that the session gets. */
  CompletableFuture<SessionMessage> tell(Work.Tell work, InStep at) {
    var attempt = new Attempt(work.key(), services.workplace().io(), e -> unfit(work, e));
    long end = System.nanoTime() + BEGINNING.toNanos();
    attempt.reach(() -> post(work, at), post -> send(work, post, PAUSES, end, attempt));
    return attempt.outcome();
  }

  private Post post(Work.Tell work, InStep at) throws JsonProcessingException {
    var arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
    var text = arguments.path(1);
    if (!text.isTextual()) {
      throw new IllegalArgumentException(
          "tell takes a session and a text, as in tell('parent', 'half of it is done')");
    }
    var descent = at.core().spec().descent();
    var self = at.core().id();
    var from = new Letter.Relative(self, descent.parent(), descent.root().orElse(self));
    var letter = new Letter(id(work.key()), from, Letter.Mode.STEER, text.asText());
    return new Post(addressee(arguments.path(0), at), letter, arguments.path(0).has("call"));
  }

  /** The call's key, or its digest where that is too long for an id. */
  private static String id(CallKey call) {
    var key = call.value();
    return key.length() <= TurnRequest.LONGEST_ID ? key : Sha256.of(key);
  }

  private static SessionId addressee(JsonNode to, InStep at) {
    if (to.path("call").isInt()) {
      return at.core().child(at.key(to.path("call").asInt()));
    }
    if (!to.isTextual()) {
      throw new IllegalArgumentException(
          "tell takes 'parent', the id of a session, or what rlm gave as its first argument");
    }
    return to.asText().equals(PARENT)
        ? at.core()
            .spec()
            .descent()
            .parent()
            .orElseThrow(
                () -> new IllegalArgumentException("a root session has no parent to be told"))
        : new SessionId(to.asText());
  }

  private void send(Work.Tell work, Post post, Backoff pauses, long end, Attempt attempt) {
    attempt.follow(
        siblings.tell(post.to(), post.letter()).toCompletableFuture(),
        (reply, problem) -> {
          boolean early = post.begins() && isEarly(reply) && System.nanoTime() < end;
          if (problem != null || early || isAway(reply)) {
            pauses.after(
                services.workplace().io(), () -> send(work, post, pauses.grown(), end, attempt));
          } else {
            attempt.end(done(work, answer(reply)));
          }
        });
  }

  private static boolean isEarly(SessionReply reply) {
    return isRefused(reply, Refusal.Kind.UnknownSession)
        || isRefused(reply, Refusal.Kind.NoTurnRuns);
  }

  private static boolean isAway(SessionReply reply) {
    return isRefused(reply, Refusal.Kind.NotStored);
  }

  private static boolean isRefused(SessionReply reply, Refusal.Kind kind) {
    return reply instanceof SessionReply.Refused(var _, var why) && why.kind() == kind;
  }

  private static Answer answer(SessionReply reply) {
    return reply instanceof SessionReply.Refused(var _, var why)
        ? new Answer.Failed(new Failure(why.kind().name(), why.message()))
        : new Answer.Returned(Content.inline("null"));
  }

  private static SessionMessage unfit(Work.Tell work, Exception problem) {
    if (problem instanceof IllegalArgumentException || problem instanceof JsonProcessingException) {
      var why = String.valueOf(problem.getMessage());
      return done(work, new Answer.Failed(new Failure("BadArguments", why)));
    }
    LOG.error("call {} failed unexpectedly", work.key(), problem);
    var failure = new Failure("InternalError", "tell failed unexpectedly: " + problem);
    return done(work, new Answer.Failed(failure));
  }

  private static SessionMessage done(Work.Tell work, Answer answer) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, Spend.NONE));
  }
}
