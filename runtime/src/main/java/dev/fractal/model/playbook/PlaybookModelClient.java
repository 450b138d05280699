package dev.fractal.model.playbook;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A model that answers from a playbook. A reply without a delay is there when the call returns; a
 * delayed one waits in the timer, not in a thread.
 */
public final class PlaybookModelClient implements ModelClient {
  private static final int QUOTED = 80;

  private final Playbook playbook;
  private final ScheduledExecutorService timer;

  /** The timer is shared and stays open when this client is closed. */
  public PlaybookModelClient(Playbook playbook, ScheduledExecutorService timer) {
    this.playbook = playbook;
    this.timer = timer;
  }

  @Override
  public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
    CompletableFuture<ModelReply> result = new CompletableFuture<>();
    switch (playbook.answer(PlaybookQuestion.of(request))) {
      case PlaybookAnswer.Reply reply ->
          after(reply.delay(), request, result, () -> deliver(reply, deltas, result));
      case PlaybookAnswer.Fault fault when fault.error() == ScriptedError.TIMEOUT ->
          after(request.deadline(), request, result, () -> {});
      case PlaybookAnswer.Fault fault ->
          after(fault.delay(), request, result, () -> result.completeExceptionally(fail(fault)));
      case PlaybookAnswer.Endless(int line) -> result.completeExceptionally(endless(line));
      case PlaybookAnswer.Unscripted() -> result.completeExceptionally(unscripted(request));
    }
    return result;
  }

  private void after(
      Duration delay, ModelRequest request, CompletableFuture<ModelReply> result, Runnable end) {
    if (delay.compareTo(request.deadline()) >= 0) {
      schedule(request.deadline(), result, () -> result.completeExceptionally(timedOut(request)));
    } else if (delay.isZero()) {
      end.run();
    } else {
      schedule(delay, result, end);
    }
  }

  private void schedule(Duration delay, CompletableFuture<ModelReply> result, Runnable end) {
    Future<?> due = timer.schedule(end, delay.toNanos(), TimeUnit.NANOSECONDS);
    var _ = result.whenComplete((reply, failure) -> due.cancel(false));
  }

  private static void deliver(
      PlaybookAnswer.Reply reply, Consumer<String> deltas, CompletableFuture<ModelReply> result) {
    if (!result.isDone()) {
      deltas.accept(reply.text());
      result.complete(new ModelReply(reply.text(), reply.usage(), 0));
    }
  }

  private ModelCallException fail(PlaybookAnswer.Fault fault) {
    return new ModelCallException(
        fault.error().kind(),
        "the playbook '"
            + playbook.name()
            + "' answers with "
            + fault.error().word()
            + ", as its clause on line "
            + fault.line()
            + " says",
        0,
        Optional.empty());
  }

  private ModelCallException endless(int line) {
    return new ModelCallException(
        Kind.BAD_REQUEST,
        "the regex of the clause on line "
            + line
            + " of the playbook '"
            + playbook.name()
            + "' takes too many steps on this message; write one without nested repetition",
        0,
        Optional.empty());
  }

  private ModelCallException timedOut(ModelRequest request) {
    return new ModelCallException(
        Kind.TIMEOUT,
        "the playbook '"
            + playbook.name()
            + "' did not answer within "
            + request.deadline().toMillis()
            + " ms; give the call more time or the clause less delay",
        1,
        Optional.empty());
  }

  private ModelCallException unscripted(ModelRequest request) {
    String newest = request.newest();
    String start = newest.length() <= QUOTED ? newest : newest.substring(0, QUOTED) + "…";
    return new ModelCallException(
        Kind.BAD_REQUEST,
        "no clause of the playbook '"
            + playbook.name()
            + "' matches the "
            + request.role().name().toLowerCase(java.util.Locale.ROOT)
            + " message at step "
            + request.step()
            + " that starts '"
            + start.replace('\n', ' ')
            + "'; add a clause that matches it, or one with 'default: true'",
        0,
        Optional.empty());
  }
}
