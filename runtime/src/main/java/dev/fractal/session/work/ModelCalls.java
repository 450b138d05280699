package dev.fractal.session.work;

import dev.fractal.client.Progress;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelSpecException;
import dev.fractal.prompt.Conversation;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.ModelAnswered;
import dev.fractal.session.decide.SessionMessage.ModelGaveUp;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks root models; no thread waits for their answers. */
public final class ModelCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ModelCalls.class);

  private final SessionServices services;
  private final UnaryOperator<String> doctrines;
  private final Conversation conversation;

  /**
   * The calls of one session.
   *
   * @param doctrines the behaviour prompt by its stamp
   */
  public ModelCalls(SessionServices services, UnaryOperator<String> doctrines) {
    this.services = services;
    this.doctrines = doctrines;
    this.conversation = new Conversation(services.payloads());
  }

  /** Completes with the message that the session gets; cancelling it cancels the request. */
  CompletableFuture<SessionMessage> ask(Work.CallModel work, AwaitingModel at) {
    var attempt = new Attempt(work.key(), services.workplace().io(), e -> failed(work.key(), e));
    attempt.reach(() -> request(work, at), request -> send(work, at, request, attempt));
    return attempt.outcome();
  }

  private void send(Work.CallModel work, AwaitingModel at, ModelRequest request, Attempt attempt) {
    var client = services.models().client(at.core().spec().models().root());
    attempt.follow(
        client.complete(request, delta -> publish(work, at, delta)),
        (reply, problem) -> {
          if (reply == null) {
            attempt.end(failed(work.key(), cause(problem)));
          } else {
            attempt.reachHere(
                () -> services.payloads().keep(reply.text()),
                kept ->
                    attempt.end(new ModelAnswered(work.key(), kept, reply.usage(), reply.lost())));
          }
        });
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
            doctrines.apply(at.core().spec().doctrine()),
            services.workplace().tools().sets().documented(at.core().spec().authority()),
            window),
        conversation.newest(window),
        at.core().spec().limits().callTimeout());
  }

  private static SessionMessage failed(CallKey key, @Nullable Throwable problem) {
    return switch (problem) {
      case ModelCallException e ->
          new ModelGaveUp(
              key, ModelFailures.of(e), e.kind() == ModelCallException.Kind.TIMEOUT, e.lost());
      case ModelSpecException e ->
          new ModelGaveUp(key, new Failure("ModelSpec", String.valueOf(e.getMessage())), false, 0);
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
