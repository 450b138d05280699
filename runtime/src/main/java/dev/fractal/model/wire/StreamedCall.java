package dev.fractal.model.wire;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.Usage;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One attempt at a call whose reply comes in pieces: what has come so far, and the deadline. The
 * result's end, whoever brings it about, cancels the HTTP request. One thread at a time feeds it.
 */
public final class StreamedCall {
  /** The reasons of a reply that its model brought to an end by itself. */
  private static final Set<String> ENDS = Set.of("stop", "end_turn", "stop_sequence", "eos");

  private final HttpAttempt attempt;
  private final CallFailures failures;
  private final Consumer<String> deltas;
  private final CompletableFuture<ModelReply> result = new CompletableFuture<>();

  private final StringBuilder text = new StringBuilder();
  private Usage usage = Usage.UNKNOWN;
  private Optional<String> reason = Optional.empty();

  private StreamedCall(HttpAttempt attempt, CallFailures failures, Consumer<String> deltas) {
    this.attempt = attempt;
    this.failures = failures;
    this.deltas = deltas;
  }

  /** A call whose deadline runs from now on. */
  public static StreamedCall open(
      ProviderServer server,
      String model,
      ModelRequest request,
      Consumer<String> deltas,
      ScheduledExecutorService timer) {
    HttpAttempt attempt = server.attempts().open();
    CallFailures failures = new CallFailures(server, model, attempt);
    StreamedCall call = new StreamedCall(attempt, failures, deltas);
    Future<?> deadline =
        timer.schedule(
            () -> call.fail(failures.timedOut(request.deadline())),
            request.deadline().toNanos(),
            TimeUnit.NANOSECONDS);
    var _ =
        call.result.whenComplete(
            (reply, failure) -> {
              deadline.cancel(false);
              if (failure != null) {
                attempt.cancel();
              }
              server.attempts().close(attempt);
            });
    return call;
  }

  /** The attempt that the HTTP request names in its header. */
  public HttpAttempt attempt() {
    return attempt;
  }

  public CallFailures failures() {
    return failures;
  }

  /** Completes with the reply or with a {@link ModelCallException}. */
  public CompletableFuture<ModelReply> result() {
    return result;
  }

  /** A piece of the reply's text has come. */
  public void append(String piece) {
    if (!piece.isEmpty() && !result.isDone()) {
      text.append(piece);
      deltas.accept(piece);
    }
  }

  /** What the provider says of the whole reply so far; a later report replaces an earlier one. */
  public void used(Usage reported) {
    usage = reported;
  }

  /** The provider said why the reply is over. */
  public void finished(String why) {
    reason = Optional.of(why);
  }

  /**
   * The stream is over. One that ends without saying why was cut off, and one that was ended by
   * force before its text began, by a filter or the limit of its length, is no reply.
   */
  public void end() {
    if (reason.isEmpty()) {
      fail(failures.cutOff());
    } else if (text.isEmpty() && !ENDS.contains(reason.get().toLowerCase(Locale.ROOT))) {
      fail(failures.withheld(reason.get()));
    } else {
      result.complete(new ModelReply(text.toString(), usage, 0));
    }
  }

  public void fail(ModelCallException failure) {
    result.completeExceptionally(failure);
  }
}
