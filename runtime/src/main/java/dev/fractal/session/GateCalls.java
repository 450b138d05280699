package dev.fractal.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.gate.Territory;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionState.InTurn;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what cells ask of files, the network and programs, behind the gates of the session's
 * capability. A refusal and a failure are results, never a failed turn.
 */
final class GateCalls {
  private static final Logger LOG = LoggerFactory.getLogger(GateCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;

  GateCalls(SessionServices services) {
    this.services = services;
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
    var _ =
        outcome.whenComplete(
            (_, _) -> {
              if (outcome.isCompletedExceptionally()) {
                task.cancel(true);
              }
            });
    return outcome;
  }

  private SessionMessage message(Work.UseGate work, Authority authority) {
    try {
      var function = work.call().function();
      JsonNode arguments = JSON.readTree(services.payloads().text(work.call().arguments()));
      return switch (GatedFunction.call(
          services.workplace().gate(), territory(authority), function, arguments)) {
        case GatedFunction.Answered.Value(var value) -> done(work, answer(value));
        case GatedFunction.Answered.Not(var failure) -> done(work, new Answer.Failed(failure));
      };
    } catch (PayloadUnavailable e) {
      var reason = new Failure("PayloadUnavailable", String.valueOf(e.getMessage()));
      return new StoreBroken(work.key(), reason);
    } catch (IllegalArgumentException | JsonProcessingException e) {
      return failed(work, "BadArguments", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("call {} failed unexpectedly", work.key(), e);
      return failed(work, "InternalError", work.call().function() + " failed unexpectedly: " + e);
    }
  }

  private static Territory territory(Authority authority) {
    if (authority.directory().isEmpty()) {
      throw new IllegalArgumentException("this session has no working directory");
    }
    return new Territory(authority.capability(), Path.of(authority.directory()));
  }

  private Answer answer(JsonNode value) {
    return new Answer.Returned(services.payloads().keep(value.toString()));
  }

  private static SessionMessage failed(Work.UseGate work, String type, String message) {
    return done(work, new Answer.Failed(new Failure(type, message)));
  }

  private static SessionMessage done(Work.UseGate work, Answer answer) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, Spend.NONE));
  }
}
