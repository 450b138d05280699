package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.capability.HostFunction;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.WaitRead;
import dev.fractal.session.decide.WaitReading;
import dev.fractal.session.state.Work;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what cells want to wait for. What is not as it should be is a result, not a failed turn.
 */
public final class WaitCalls {
  private static final Logger LOG = LoggerFactory.getLogger(WaitCalls.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final ExecutorService io;
  private final PayloadStore payloads;

  public WaitCalls(SessionServices services) {
    this.io = services.workplace().io();
    this.payloads = services.payloads();
  }

  /** Completes with the message that the session gets. */
  CompletableFuture<SessionMessage> read(Work.ReadWait work) {
    var attempt = new Attempt(work.key(), io, problem -> unfit(work, problem));
    attempt.reach(
        () -> reading(work.call()),
        reading -> attempt.end(new WaitRead(work.key(), work.call().call(), reading)));
    return attempt.outcome();
  }

  private WaitReading reading(HostCall call) throws JsonProcessingException {
    var arguments = JSON.readTree(payloads.text(call.arguments()));
    return switch (HostFunction.named(call.function()).orElseThrow()) {
      case ASK -> QuestionForm.read(arguments).kept(payloads);
      case SLEEP -> TimeForm.pause(arguments);
      case SLEEP_UNTIL -> TimeForm.until(arguments);
      default -> throw new IllegalStateException(call.function() + " waits for nothing");
    };
  }

  private static SessionMessage unfit(Work.ReadWait work, Exception problem) {
    var function = work.call().function();
    if (problem instanceof IllegalArgumentException || problem instanceof JsonProcessingException) {
      return unfit(work, new Failure("BadArguments", String.valueOf(problem.getMessage())));
    }
    LOG.error("call {} failed unexpectedly", work.key(), problem);
    return unfit(work, new Failure("InternalError", function + " failed unexpectedly: " + problem));
  }

  private static SessionMessage unfit(Work.ReadWait work, Failure failure) {
    return new WaitRead(work.key(), work.call().call(), new WaitReading.Unfit(failure));
  }
}
