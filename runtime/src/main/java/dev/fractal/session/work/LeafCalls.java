package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelSpecException;
import dev.fractal.prompt.LeafMode;
import dev.fractal.prompt.LeafPrompt;
import dev.fractal.prompt.LeafReply;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks leaves for cells. A failure is a result, never a failed turn. */
public final class LeafCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LeafCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;

  public LeafCalls(SessionServices services) {
    this.services = services;
  }

  /** A question as the model gets it, and how its answer is read. */
  private record Question(LeafMode mode, ModelRequest request) {}

  /** Completes with the message that the session gets; cancelling it cancels the call. */
  CompletableFuture<SessionMessage> ask(Work.AskLeaf work, InTurn at) {
    var attempt =
        new Attempt(work.key(), services.workplace().io(), e -> failed(work, Spend.NONE, e));
    attempt.reach(() -> question(work, at), question -> send(work, at, question, attempt));
    return attempt.outcome();
  }

  private Question question(Work.AskLeaf work, InTurn at) throws JsonProcessingException {
    JsonNode arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
    if (!work.call().function().equals("lm")) {
      throw new IllegalArgumentException("the host has no function " + work.call().function());
    }
    var mode = LeafMode.read(arguments.path(2));
    var query = arguments.path(1).asText();
    bounded(query.length());
    var input = input(arguments.path(0), at);
    bounded((long) input.length() + query.length());
    var prompt = LeafPrompt.of(input, query, mode);
    return new Question(
        mode,
        new ModelRequest(
            work.key(),
            ModelRequest.Role.LEAF,
            1,
            1,
            prompt.messages(),
            prompt.newest(),
            at.core().spec().limits().callTimeout()));
  }

  private void send(Work.AskLeaf work, InTurn at, Question question, Attempt attempt) {
    var client = services.models().client(at.core().spec().models().leaf());
    attempt.follow(
        client.complete(question.request(), _ -> {}),
        (reply, problem) -> {
          if (reply == null) {
            attempt.end(unanswered(work, ModelCalls.cause(problem)));
          } else {
            answered(work, question.mode(), reply, attempt);
          }
        });
  }

  private void answered(Work.AskLeaf work, LeafMode mode, ModelReply reply, Attempt attempt) {
    var spend = Spend.NONE.reply(reply.usage()).lose(reply.lost());
    attempt.failsWith(e -> failed(work, spend, e));
    switch (LeafReply.read(mode, reply.text())) {
      case LeafReply.Answered(var json) ->
          attempt.reachHere(
              () -> services.payloads().keep(json),
              kept -> attempt.end(done(work, new Answer.Returned(kept), spend)));
      case LeafReply.Rejected(var failure) ->
          attempt.end(done(work, new Answer.Failed(failure), spend));
    }
  }

  private static SessionMessage unanswered(Work.AskLeaf work, @Nullable Throwable problem) {
    if (problem instanceof ModelCallException e) {
      return done(work, new Answer.Failed(ModelFailures.of(e)), Spend.NONE.lose(e.lost()));
    }
    LOG.error("leaf {} failed unexpectedly", work.key(), problem);
    var failure = new Failure("InternalError", "the leaf failed unexpectedly: " + problem);
    return done(work, new Answer.Failed(failure), Spend.NONE.lose(1));
  }

  private static SessionMessage failed(Work.AskLeaf work, Spend spend, Exception problem) {
    var type =
        switch (problem) {
          case ModelSpecException _ -> "ModelSpec";
          case IllegalArgumentException _, JsonProcessingException _ -> "BadArguments";
          default -> {
            LOG.error("leaf {} failed unexpectedly", work.key(), problem);
            yield "InternalError";
          }
        };
    var failure = new Failure(type, String.valueOf(problem.getMessage()));
    return done(work, new Answer.Failed(failure), spend);
  }

  private static HostCallDone done(Work.AskLeaf work, Answer answer, Spend spend) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, spend));
  }

  private String input(JsonNode input, InTurn at) {
    if (input.isObject() && input.size() == 1 && input.path("$input").isTextual()) {
      String name = input.path("$input").asText();
      InputRef ref = at.core().workspace().inputs().get(name);
      if (ref == null) {
        throw new IllegalArgumentException("the session has no input '" + name + "'");
      }
      bounded(ref.chars());
      return services.payloads().get(ref.payload());
    }
    String text = input.isTextual() ? input.asText() : input.isNull() ? "" : input.toString();
    bounded(text.length());
    return text;
  }

  private void bounded(long length) {
    long limit = services.workplace().world().leafInput();
    if (length > limit) {
      throw new IllegalArgumentException(
          "a leaf takes at most %,d characters of input and query, not %,d; give it chunks with mapLm"
              .formatted(limit, length));
    }
  }
}
