package dev.fractal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.fractal.kernel.Granted;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.toolset.ToolFailure;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the toolset functions that cells ask for, as far as the session's capability admits them. A
 * failure and a call beyond its time are results, never a failed turn.
 */
final class ToolCalls {
  private static final Logger LOG = LoggerFactory.getLogger(ToolCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;
  private final SessionServices.Tools tools;
  private @Nullable Admitted newest;

  private record Admitted(Authority authority, Granted granted) {}

  ToolCalls(SessionServices services) {
    this.services = services;
    this.tools = services.workplace().tools();
  }

  /** What the cells of a session may call, its tools among it. For the actor's thread. */
  Granted granted(Authority authority) {
    var known = newest;
    if (known == null || !known.authority().equals(authority)) {
      known = new Admitted(authority, admitted(authority));
      newest = known;
    }
    return known.granted();
  }

  private Granted admitted(Authority authority) {
    var granted = HostFunctions.granted(authority.capability());
    var more = tools.sets().granted(authority);
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
    var outcome = new CompletableFuture<SessionMessage>();
    var task =
        services
            .workplace()
            .io()
            .submit(LogIds.about(work.key(), () -> outcome.complete(message(work, authority))));
    var late =
        failed(
            work,
            "ToolTimeout",
            "%s did not answer within %d s; ask for less at a time"
                .formatted(work.call().function(), tools.deadline().toSeconds()));
    var _ =
        outcome.whenComplete(
            (message, _) -> {
              if (message == null || message.equals(late)) {
                task.cancel(true);
              }
            });
    return outcome.completeOnTimeout(late, tools.deadline().toMillis(), TimeUnit.MILLISECONDS);
  }

  private SessionMessage message(Work.UseGate work, Authority authority) {
    var function = work.call().function();
    try {
      var arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
      var value = tools.sets().call(authority, function, (ArrayNode) arguments);
      if (value.length() > tools.largest()) {
        return failed(
            work,
            "ToolFailed",
            "the result of %s has %,d characters and at most %,d are taken; ask for less at a time"
                .formatted(function, value.length(), tools.largest()));
      }
      var kept = services.payloads().keep(JSON.readTree(value).toString());
      return done(work, new Answer.Returned(kept));
    } catch (PayloadUnavailable e) {
      return new StoreBroken(
          work.key(), new Failure("PayloadUnavailable", String.valueOf(e.getMessage())));
    } catch (ToolFailure e) {
      return failed(work, "ToolFailed", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return failed(work, "BadArguments", String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      return failed(work, "ToolFailed", function + " answered something that is not JSON");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(work, "ToolFailed", function + " was interrupted");
    } catch (RuntimeException e) {
      LOG.error("call {} failed unexpectedly", work.key(), e);
      return failed(work, "InternalError", function + " failed unexpectedly: " + e);
    }
  }

  private static SessionMessage failed(Work.UseGate work, String type, String message) {
    return done(work, new Answer.Failed(new Failure(type, message)));
  }

  private static SessionMessage done(Work.UseGate work, Answer answer) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, Spend.NONE));
  }
}
