package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.client.Sessions;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.HostFunction;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.ChildEnded;
import dev.fractal.session.decide.SessionMessage.ChildReport;
import dev.fractal.session.decide.SessionMessage.ChildStands;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has child sessions do what cells ask of {@code rlm} and {@code attachRlm}. A child's id and its
 * turn's request id come from the call, so that asking again after a crash finds the same child and
 * the same turn. A child that does not end final is an envelope that says so, never a failed turn.
 */
public final class ChildCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ChildCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;
  private final Sessions siblings;
  private final Consumer<SessionMessage> mailbox;

  public ChildCalls(SessionServices services, Sessions siblings, Consumer<SessionMessage> mailbox) {
    this.services = services;
    this.siblings = siblings;
    this.mailbox = mailbox;
  }

  /** Completes with the message that the session gets; cancelling it leaves the child as it is. */
  CompletableFuture<SessionMessage> run(Work.RunChild work, InTurn at) {
    var io = services.workplace().io();
    var attempt = new Attempt(work.key(), io, e -> failed(work, e));
    attempt.reach(
        () -> child(work, at),
        child -> {
          attempt.failsWith(e -> failed(work, unexpected(work, e), Optional.empty()));
          attempt.follow(
              child.run(siblings, io, stands(work)),
              (settled, problem) -> over(work, settled, problem, attempt));
        });
    return attempt.outcome();
  }

  /** Tells the session again and again whether its child waits for people and times only. */
  private Consumer<Boolean> stands(Work.RunChild work) {
    return stands -> mailbox.accept(new ChildStands(work.key(), stands));
  }

  /** An attached child has the inputs of its source; any other one those of its parent. */
  private ChildTurn child(Work.RunChild work, InTurn at) throws JsonProcessingException {
    JsonNode arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
    boolean attached = work.call().function().equals(HostFunction.ATTACH_RLM.label());
    JsonNode task = arguments.path(attached ? 1 : 0);
    JsonNode options = arguments.path(attached ? 2 : 1);
    SessionSpec spec = ChildOptions.spec(at, work.grant(), options);
    var message = services.payloads().keep(task.isTextual() ? task.asText() : task.toString());
    var request =
        new TurnRequest(
            requestId(work.key()),
            message,
            attached ? Map.of() : at.core().workspace().inputs(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ChildOptions.schema(options).map(services.payloads()::keep));
    var birth =
        attached ? derived(arguments.path(0), spec, at.core()) : new ChildTurn.Started(spec);
    return new ChildTurn(work.child(), birth, request);
  }

  /** The call's key, or its digest where that is too long for a request id. */
  private static String requestId(CallKey call) {
    var key = call.value();
    return key.length() <= TurnRequest.LONGEST_ID ? key : Sha256.of(key);
  }

  private static ChildTurn.Birth derived(JsonNode from, SessionSpec spec, Core parent) {
    var source = AttachedSource.of(from);
    return new ChildTurn.Derived(
        new Derivation.Attachment(
            source.session(), source.head(), spec, parent.spec().authority().capability()));
  }

  /** Completes when the child is over; asking again has no further effect. */
  CompletableFuture<SessionMessage> end(Work.EndChild work) {
    var used = new ChildEnd(work.child()).run(siblings, services.workplace().io());
    CompletableFuture<SessionMessage> outcome =
        used.thenApply(amounts -> new ChildEnded(work.key(), work.child(), amounts));
    var _ = outcome.whenComplete((_, letGo) -> stop(used, letGo));
    return outcome;
  }

  /** What nobody waits for any more is not asked for again. */
  private static void stop(CompletableFuture<?> asking, @Nullable Throwable letGo) {
    if (letGo != null) {
      asking.cancel(true);
    }
  }

  private void over(
      Work.RunChild work,
      ChildTurn.@Nullable Settled settled,
      @Nullable Throwable problem,
      Attempt attempt) {
    switch (settled) {
      case ChildTurn.Settled.Ended(var result) ->
          attempt.reachHere(
              () -> services.payloads().keep(ChildEnvelope.json(result, services.payloads())),
              envelope -> attempt.end(ended(work, result, envelope)));
      case ChildTurn.Settled.Refused(var refusal) ->
          attempt.end(failed(work, failure(refusal), Optional.empty()));
      case ChildTurn.Settled.Unborn(var refusal) ->
          attempt.end(failed(work, failure(refusal), Optional.of(Spent.NONE)));
      case null -> attempt.end(failed(work, unexpected(work, problem), Optional.empty()));
    }
  }

  private static Failure failure(Refusal refusal) {
    return new Failure(refusal.kind().name(), refusal.message());
  }

  private static SessionMessage ended(Work.RunChild work, TurnResult result, Content envelope) {
    var edge = Edge.invocation(work.key(), result.session(), result.head());
    return new HostCallDone(
        work.key(),
        new HostResult(work.call().call(), new Answer.Returned(envelope), Spend.NONE),
        Optional.of(new ChildReport(work.child(), Optional.of(edge), Optional.of(result.tree()))));
  }

  private static SessionMessage failed(Work.RunChild work, Exception problem) {
    boolean bad =
        problem instanceof IllegalArgumentException || problem instanceof JsonProcessingException;
    var failure =
        bad
            ? new Failure("BadArguments", String.valueOf(problem.getMessage()))
            : unexpected(work, problem);
    return failed(work, failure, Optional.of(Spent.NONE));
  }

  private static Failure unexpected(Work.RunChild work, @Nullable Throwable problem) {
    LOG.error("child call {} failed unexpectedly", work.key(), problem);
    return new Failure("InternalError", "the child failed: " + problem);
  }

  private static SessionMessage failed(Work.RunChild work, Failure failure, Optional<Spent> used) {
    return new HostCallDone(
        work.key(),
        new HostResult(work.call().call(), new Answer.Failed(failure), Spend.NONE),
        Optional.of(new ChildReport(work.child(), Optional.empty(), used)));
  }
}
