package dev.fractal.session;

import dev.fractal.client.Progress;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelSpecException;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.prompt.Conversation;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.session.SessionMessage.ModelAnswered;
import dev.fractal.session.SessionMessage.ModelGaveUp;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionState.AwaitingModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks root models; no thread waits for their answers. */
final class ModelCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCalls.class);

  private final SessionServices services;
  private final Conversation conversation;

  ModelCalls(SessionServices services, Conversation conversation) {
    this.services = services;
    this.conversation = conversation;
  }

  /** Completes with the message that the session gets; cancelling it cancels the request. */
  CompletableFuture<SessionMessage> ask(Work.CallModel work, AwaitingModel at) {
    var outcome = new CompletableFuture<SessionMessage>();
    services.workplace().io().execute(LogIds.about(work.key(), () -> send(work, at, outcome)));
    return outcome;
  }

  private void send(
      Work.CallModel work, AwaitingModel at, CompletableFuture<SessionMessage> outcome) {
    if (outcome.isDone()) {
      return;
    }
    try {
      var client = services.models().client(at.core().spec().models().root());
      var call = client.complete(request(work, at), delta -> publish(work, at, delta));
      var _ = outcome.whenComplete((_, _) -> call.cancel(true));
      // An answer that is there already is kept by this thread, which may block as well.
      Executor keeper =
          call.isDone() ? Runnable::run : LogIds.about(work.key(), services.workplace().io());
      var _ =
          call.whenCompleteAsync(
              (reply, problem) -> {
                if (!outcome.isDone()) {
                  outcome.complete(message(work.key(), reply, problem));
                }
              },
              keeper);
    } catch (RuntimeException e) {
      outcome.complete(message(work.key(), null, e));
    }
  }

  private ModelRequest request(Work.CallModel work, AwaitingModel at) {
    var window = at.core().transcript().window();
    return new ModelRequest(
        work.key(),
        at.core().spec().descent().parent().isEmpty()
            ? ModelRequest.Role.ROOT
            : ModelRequest.Role.CHILD,
        work.step(),
        1,
        conversation.of(
            services.workplace().tools().sets().documented(at.core().spec().authority()), window),
        conversation.newest(window),
        at.core().spec().limits().callTimeout());
  }

  private SessionMessage message(
      CallKey key, @Nullable ModelReply reply, @Nullable Throwable problem) {
    try {
      if (reply != null) {
        var content = services.payloads().keep(reply.text());
        return new ModelAnswered(key, content, reply.usage(), reply.lost());
      }
      return failed(key, cause(problem));
    } catch (RuntimeException e) {
      return failed(key, e);
    }
  }

  private static SessionMessage failed(CallKey key, @Nullable Throwable problem) {
    return switch (problem) {
      case ModelCallException e ->
          new ModelGaveUp(
              key, ModelFailures.of(e), e.kind() == ModelCallException.Kind.TIMEOUT, e.lost());
      case ModelSpecException e ->
          new ModelGaveUp(key, new Failure("ModelSpec", String.valueOf(e.getMessage())), false, 0);
      case PayloadUnavailable e ->
          new StoreBroken(key, new Failure("PayloadUnavailable", String.valueOf(e.getMessage())));
      case null, default -> {
        LOG.error("model call {} failed unexpectedly", key, problem);
        yield new ModelGaveUp(
            key,
            new Failure("InternalError", "the model call failed unexpectedly: " + problem),
            false,
            1);
      }
    };
  }

  static @Nullable Throwable cause(@Nullable Throwable problem) {
    return problem instanceof CompletionException && problem.getCause() != null
        ? problem.getCause()
        : problem;
  }

  private void publish(Work.CallModel work, AwaitingModel at, String delta) {
    services
        .feed()
        .publish(
            at.core().id(),
            () ->
                new Progress(
                    at.core().id(),
                    at.turn().number(),
                    work.step(),
                    "model replies",
                    delta,
                    at.turn().spend()));
  }
}
