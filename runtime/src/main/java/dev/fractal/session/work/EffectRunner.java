package dev.fractal.session.work;

import dev.fractal.protocol.CallKey;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.QueueMoved;
import dev.fractal.session.state.HostFunctions;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Runs the work that a session's state waits for, and nothing else: what the state no longer waits
 * for is cancelled. Called on the actor's thread; results go to the mailbox.
 */
public final class EffectRunner implements AutoCloseable {
  private final Consumer<SessionMessage> mailbox;
  private final Evaluations cells;
  private final OutsideCalls calls;
  private final Map<CallKey, Running> running = new HashMap<>();
  private boolean finishing;

  private record Running(Work work, CompletableFuture<SessionMessage> outcome) {}

  public EffectRunner(Consumer<SessionMessage> mailbox, Evaluations cells, OutsideCalls calls) {
    this.mailbox = mailbox;
    this.cells = cells;
    this.calls = calls;
  }

  /** The session's actor ends; its work is not cancelled by anybody. */
  private static final class LetGo extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Starts what the state waits for and is not running, cancels what it does not wait for. */
  public void reconcile(SessionState state) {
    if (state instanceof SessionState.Live live) {
      live.core().spec().descent().root().ifPresent(cells::belongTo);
    }
    var wanted = state.next();
    Set<CallKey> keys = new HashSet<>();
    wanted.forEach(work -> keys.add(work.key()));
    running
        .entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !keys.contains(entry.getKey());
              if (unwanted) {
                entry.getValue().outcome().cancel(true);
              }
              return unwanted;
            });
    for (Work work : wanted) {
      if (!finishing && !running.containsKey(work.key())) {
        var outcome = start(work, state);
        running.put(work.key(), new Running(work, outcome));
        deliver(outcome);
      }
    }
  }

  /** Starts nothing any more; what runs comes to its end. */
  public void finish() {
    finishing = true;
  }

  public boolean isFinishing() {
    return finishing;
  }

  /** Whether it {@link #finish}es and nothing runs whose result would be lost with the actor. */
  public boolean isFinished() {
    return finishing && running.values().stream().noneMatch(each -> each.work().isLostWithActor());
  }

  /** A cancelled call has no result to deliver. */
  private void deliver(CompletableFuture<SessionMessage> outcome) {
    var _ =
        outcome.whenComplete(
            (message, _) -> {
              if (message != null) {
                mailbox.accept(message);
              }
            });
  }

  private CompletableFuture<SessionMessage> start(Work work, SessionState state) {
    return switch (work) {
      case Work.CallModel call when state instanceof AwaitingModel at ->
          calls.models().ask(call, at);
      case Work.CallModel call ->
          throw new IllegalStateException(call.key() + " is asked for while no model is awaited");
      case Work.EvaluateStep step when state instanceof InTurn at -> cells.evaluate(step, at);
      case Work.AskLeaf call when state instanceof InTurn at -> calls.leaves().ask(call, at);
      case Work.RunChild call when state instanceof InTurn at -> calls.children().run(call, at);
      case Work.UseGate call when state instanceof InTurn at ->
          HostFunctions.isTool(call.call())
              ? calls.tools().use(call, at)
              : calls.gates().use(call, at);
      case Work.ReadWait wait -> calls.waits().read(wait);
      case Work.Tell tell when state instanceof InStep at -> calls.tells().tell(tell, at);
      case Work.EndChild child -> calls.children().end(child);
      case Work.EvaluateStep _, Work.AskLeaf _, Work.RunChild _, Work.UseGate _, Work.Tell _ ->
          throw new IllegalStateException(work.key() + " is asked for outside a turn");
      case Work.Remove remove -> calls.removal().run(remove);
      case Work.OpenQueued queued ->
          CompletableFuture.completedFuture(new QueueMoved(queued.key()));
    };
  }

  /** How long it pays to wait for more results before a cell goes on with some. */
  public Duration lull() {
    return cells.lull();
  }

  /** Drops the kernel once no cell runs; it is rebuilt when it is needed. */
  public void dropKernel() {
    cells.dropKernel();
  }

  /** Delivers again what there is: what was delivered before may have been lost. */
  public void deliverAgain() {
    running.values().stream()
        .map(Running::outcome)
        .filter(outcome -> outcome.isDone() && !outcome.isCompletedExceptionally())
        .forEach(this::deliver);
  }

  /**
   * Lets go of everything and drops the kernel. Calls are cancelled; children go on, and are found
   * again by whoever takes the session over.
   */
  @Override
  public void close() {
    running.values().forEach(each -> each.outcome().completeExceptionally(new LetGo()));
    running.clear();
    dropKernel();
  }
}
