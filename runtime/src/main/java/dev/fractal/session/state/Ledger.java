package dev.fractal.session.state;

import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.TurnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account of a session's turns.
 *
 * @param accepted turns accepted so far; the newest has this number
 * @param ended turns ended so far
 * @param spend of all ended turns
 * @param requests the request ids of all turns
 * @param queue turns that wait, oldest first
 * @param recent the newest results, oldest first
 * @param pause the step of the open turn that is finished before the session holds; none when it is
 *     not paused
 */
public record Ledger(
    int accepted,
    int ended,
    Spend spend,
    Requests requests,
    List<Queued> queue,
    List<TurnResult> recent,
    Optional<Integer> pause) {
  public static final Ledger EMPTY =
      new Ledger(0, 0, Spend.NONE, Requests.NONE, List.of(), List.of(), Optional.empty());
  private static final int RECENT = 16;

  public Ledger {
    queue = List.copyOf(queue);
    recent = List.copyOf(recent);
  }

  /** A turn that waits. */
  public record Queued(int turn, TurnRequest request) {}

  public Optional<Integer> turnOf(String requestId) {
    return requests.turnOf(requestId);
  }

  public Optional<TurnResult> result(int turn) {
    return recent.stream().filter(result -> result.turn() == turn).findFirst();
  }

  /** The newest turn that does not wait. */
  public int begun() {
    return queue.isEmpty() ? accepted : queue.getFirst().turn() - 1;
  }

  public boolean isQueued(int turn) {
    return queue.stream().anyMatch(queued -> queued.turn() == turn);
  }

  Ledger queued(int turn, TurnRequest request) {
    var longer = new ArrayList<>(queue);
    longer.add(new Queued(turn, request));
    return accept(turn, request).withQueue(longer);
  }

  Ledger opened(int turn, TurnRequest request) {
    return isQueued(turn) ? dequeued(turn) : accept(turn, request);
  }

  Ledger ended(TurnResult result) {
    var newest = new ArrayList<>(recent);
    newest.add(result);
    if (newest.size() > RECENT) {
      newest.removeFirst();
    }
    var shorter = dequeued(result.turn());
    return new Ledger(
        accepted, ended + 1, spend.plus(result.spend()), requests, shorter.queue, newest, pause);
  }

  /** Holds after so many steps of the open turn. */
  Ledger paused(int steps) {
    return new Ledger(accepted, ended, spend, requests, queue, recent, Optional.of(steps));
  }

  Ledger resumed() {
    return new Ledger(accepted, ended, spend, requests, queue, recent, Optional.empty());
  }

  /** The newest turn has this number, though its beginning is not known. */
  Ledger at(int turn) {
    return new Ledger(turn, ended, spend, requests, queue, recent, pause);
  }

  private Ledger accept(int turn, TurnRequest request) {
    var known = requests.with(turn, request.requestId());
    return new Ledger(turn, ended, spend, known, queue, recent, pause);
  }

  private Ledger dequeued(int turn) {
    return withQueue(queue.stream().filter(queued -> queued.turn() != turn).toList());
  }

  private Ledger withQueue(List<Queued> changed) {
    return new Ledger(accepted, ended, spend, requests, changed, recent, pause);
  }
}
