package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fractal.kernel.Granted;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.HostFunctions;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import dev.fractal.toolset.ToolFailure;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the toolset functions that cells ask for, as far as the session's capability admits them. A
 * failure and a call beyond its time are results, never a failed turn.
 */
public final class ToolCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;
  private final SessionServices.Tools tools;
  private @Nullable Admitted newest;

  private record Admitted(SessionSpec spec, Granted granted) {}

  public ToolCalls(SessionServices services) {
    this.services = services;
    this.tools = services.workplace().tools();
  }

  /** What the cells of a session may call, its tools among it. For the actor's thread. */
  Granted granted(SessionSpec spec) {
    var known = newest;
    if (known == null || !known.spec().equals(spec)) {
      known = new Admitted(spec, admitted(spec));
      newest = known;
    }
    return known.granted();
  }

  private Granted admitted(SessionSpec spec) {
    var granted = HostFunctions.granted(spec);
    var more = tools.sets().granted(spec.authority());
    if (more.isEmpty()) {
      return granted;
    }
    var functions = new HashSet<>(granted.functions());
    functions.addAll(more);
    return new Granted(functions, granted.fanOut());
  }

  /** Completes with the message that the session gets; cancelling it interrupts the call. */
  CompletableFuture<SessionMessage> use(Work.UseGate work, InTurn at) {
    var authority = at.core().spec().authority();
    var attempt = new Attempt(work.key(), services.workplace().io(), e -> failed(work, e));
    attempt.reach(
        () -> JSON.readTree(services.payloads().text(work.call().arguments())),
        arguments -> {
          attempt.interruptibly(
              () -> tools.sets().call(authority, work.call().function(), (ArrayNode) arguments),
              value -> keep(work, value, attempt));
          attempt.endsWithin(tools.deadline(), late(work));
        });
    return attempt.outcome();
  }

  private SessionMessage late(Work.UseGate work) {
    return failed(
        work,
        "ToolTimeout",
        "%s did not answer within %d s; ask for less at a time"
            .formatted(work.call().function(), tools.deadline().toSeconds()));
  }

  private void keep(Work.UseGate work, String value, Attempt attempt) {
    if (value.length() > tools.largest()) {
      attempt.end(
          failed(
              work,
              "ToolFailed",
              "the result of %s has %,d characters and at most %,d are taken; ask for less at a time"
                  .formatted(work.call().function(), value.length(), tools.largest())));
      return;
    }
    String json;
    try {
      json = JSON.readTree(value).toString();
    } catch (JsonProcessingException e) {
      attempt.end(
          failed(
              work, "ToolFailed", work.call().function() + " answered something that is not JSON"));
      return;
    }
    attempt.reachHere(
        () -> services.payloads().keep(json),
        kept -> attempt.end(done(work, new Answer.Returned(kept))));
  }

  private static SessionMessage failed(Work.UseGate work, Exception problem) {
    var function = work.call().function();
    return switch (problem) {
      case ToolFailure e -> failed(work, "ToolFailed", String.valueOf(e.getMessage()));
      case IllegalArgumentException e ->
          failed(work, "BadArguments", String.valueOf(e.getMessage()));
      case InterruptedException _ -> failed(work, "ToolFailed", function + " was interrupted");
      default -> {
        LOG.error("call {} failed unexpectedly", work.key(), problem);
        yield failed(work, "InternalError", function + " failed unexpectedly: " + problem);
      }
    };
  }

  private static SessionMessage failed(Work.UseGate work, String type, String message) {
    return done(work, new Answer.Failed(new Failure(type, message)));
  }

  private static SessionMessage done(Work.UseGate work, Answer answer) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, Spend.NONE));
  }
}
