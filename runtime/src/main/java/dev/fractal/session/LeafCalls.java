package dev.fractal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelSpecException;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.prompt.LeafMode;
import dev.fractal.prompt.LeafPrompt;
import dev.fractal.prompt.LeafReply;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionState.InTurn;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks leaves for cells. A failure is a result, never a failed turn. */
final class LeafCalls {
  private static final Logger LOG = LoggerFactory.getLogger(LeafCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;

  LeafCalls(SessionServices services) {
    this.services = services;
  }

  /** Completes with the message that the session gets; cancelling it cancels the call. */
  CompletableFuture<SessionMessage> ask(Work.AskLeaf work, InTurn at) {
    var outcome = new CompletableFuture<SessionMessage>();
    services.workplace().io().execute(LogIds.about(work.key(), () -> send(work, at, outcome)));
    return outcome;
  }

  private void send(Work.AskLeaf work, InTurn at, CompletableFuture<SessionMessage> outcome) {
    if (outcome.isDone()) {
      return;
    }
    try {
      JsonNode arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
      if (!work.call().function().equals("lm")) {
        throw new IllegalArgumentException("the host has no function " + work.call().function());
      }
      var mode = LeafMode.read(arguments.path(2));
      var prompt = LeafPrompt.of(input(arguments.path(0), at), arguments.path(1).asText(), mode);
      leaf(work, at, mode, prompt, outcome);
    } catch (PayloadUnavailable e) {
      var reason = new Failure("PayloadUnavailable", String.valueOf(e.getMessage()));
      outcome.complete(new StoreBroken(work.key(), reason));
    } catch (ModelSpecException e) {
      outcome.complete(failed(work, "ModelSpec", String.valueOf(e.getMessage()), 0));
    } catch (IllegalArgumentException | JsonProcessingException e) {
      outcome.complete(failed(work, "BadArguments", String.valueOf(e.getMessage()), 0));
    }
  }

  private void leaf(
      Work.AskLeaf work,
      InTurn at,
      LeafMode mode,
      LeafPrompt prompt,
      CompletableFuture<SessionMessage> outcome) {
    var request =
        new ModelRequest(
            work.key(),
            ModelRequest.Role.LEAF,
            1,
            1,
            prompt.messages(),
            prompt.newest(),
            at.core().spec().limits().callTimeout());
    var client = services.models().client(at.core().spec().models().leaf());
    var call = client.complete(request, _ -> {});
    var _ = outcome.whenComplete((_, _) -> call.cancel(true));
    var _ =
        call.whenCompleteAsync(
            (reply, problem) -> {
              if (!outcome.isDone()) {
                outcome.complete(message(work, mode, reply, problem));
              }
            },
            LogIds.about(work.key(), services.workplace().io()));
  }

  private SessionMessage message(
      Work.AskLeaf work, LeafMode mode, @Nullable ModelReply reply, @Nullable Throwable problem) {
    if (reply == null) {
      return failed(work, ModelCalls.cause(problem));
    }
    var spend = Spend.NONE.reply(reply.usage()).lose(reply.lost());
    try {
      Answer answer =
          switch (LeafReply.read(mode, reply.text())) {
            case LeafReply.Answered(var json) ->
                new Answer.Returned(services.payloads().keep(json));
            case LeafReply.Rejected(var failure) -> new Answer.Failed(failure);
          };
      return done(work, new HostResult(work.call().call(), answer, spend));
    } catch (RuntimeException e) {
      LOG.error("the reply of leaf {} cannot be kept", work.key(), e);
      var failure = new Failure("InternalError", "the leaf's reply cannot be kept: " + e);
      return done(work, new HostResult(work.call().call(), new Answer.Failed(failure), spend));
    }
  }

  private static SessionMessage failed(Work.AskLeaf work, @Nullable Throwable problem) {
    if (problem instanceof ModelCallException e) {
      var failure = ModelFailures.of(e);
      return failed(work, failure.type(), failure.message(), e.lost());
    }
    LOG.error("leaf {} failed unexpectedly", work.key(), problem);
    return failed(work, "InternalError", "the leaf failed unexpectedly: " + problem, 1);
  }

  private static SessionMessage failed(Work.AskLeaf work, String type, String message, int lost) {
    HostCall call = work.call();
    var answer = new Answer.Failed(new Failure(type, message));
    return done(work, new HostResult(call.call(), answer, Spend.NONE.lose(lost)));
  }

  private static HostCallDone done(Work.AskLeaf work, HostResult result) {
    CallKey key = work.key();
    return new HostCallDone(key, result);
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
          "a leaf takes at most %,d characters of input, not %,d; give it chunks with mapLm"
              .formatted(limit, length));
    }
  }
}
