package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.gate.Territory;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what cells ask of files, the network and programs, behind the gates of the session's
 * capability. A refusal and a failure are results, never a failed turn.
 */
public final class GateCalls {
  private static final Logger LOG = LoggerFactory.getLogger(GateCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final SessionServices services;

  public GateCalls(SessionServices services) {
    this.services = services;
  }

  /** Completes with the message that the session gets; cancelling it interrupts the call. */
  CompletableFuture<SessionMessage> use(Work.UseGate work, InTurn at) {
    var authority = at.core().spec().authority();
    var attempt = new Attempt(work.key(), services.workplace().io(), e -> failed(work, e));
    attempt.reach(
        () -> JSON.readTree(services.payloads().text(work.call().arguments())),
        arguments ->
            attempt.interruptibly(
                () -> called(work, authority, arguments),
                answered -> keep(work, answered, attempt)));
    return attempt.outcome();
  }

  private GatedFunction.Answered called(
      Work.UseGate work, Authority authority, JsonNode arguments) {
    return GatedFunction.call(
        services.workplace().gate(), territory(authority), work.call().function(), arguments);
  }

  private void keep(Work.UseGate work, GatedFunction.Answered answered, Attempt attempt) {
    switch (answered) {
      case GatedFunction.Answered.Value(var value) ->
          attempt.reachHere(
              () -> services.payloads().keep(value.toString()),
              kept -> attempt.end(done(work, new Answer.Returned(kept))));
      case GatedFunction.Answered.Not(var failure) ->
          attempt.end(done(work, new Answer.Failed(failure)));
    }
  }

  private static Territory territory(Authority authority) {
    if (authority.directory().isEmpty()) {
      throw new IllegalArgumentException("this session has no working directory");
    }
    return new Territory(authority.capability(), Path.of(authority.directory()));
  }

  private static SessionMessage failed(Work.UseGate work, Exception problem) {
    if (problem instanceof IllegalArgumentException || problem instanceof JsonProcessingException) {
      return failed(work, "BadArguments", String.valueOf(problem.getMessage()));
    }
    LOG.error("call {} failed unexpectedly", work.key(), problem);
    return failed(
        work, "InternalError", work.call().function() + " failed unexpectedly: " + problem);
  }

  private static SessionMessage failed(Work.UseGate work, String type, String message) {
    return done(work, new Answer.Failed(new Failure(type, message)));
  }

  private static SessionMessage done(Work.UseGate work, Answer answer) {
    return new HostCallDone(work.key(), new HostResult(work.call().call(), answer, Spend.NONE));
  }
}
