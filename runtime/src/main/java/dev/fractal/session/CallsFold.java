package dev.fractal.session;

import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.session.SessionState.AwaitingHostCalls;
import dev.fractal.session.SessionState.Evaluating;
import java.util.ArrayList;
import java.util.List;

/**
 * How a cell's calls on the host change a session. Leaves are launched here, children by grants.
 */
final class CallsFold {
  private CallsFold() {}

  static AwaitingHostCalls requested(Evaluating at, HostCallsRequested event) {
    return launched(
        new AwaitingHostCalls(
            at.core(), at.turn(), at.step(), event.cell(), event.calls(), List.of()));
  }

  static AwaitingHostCalls settled(AwaitingHostCalls at, BudgetSettled event) {
    var account = at.core().account().settled(event.child(), event.used());
    return launched(at.with(at.core().with(account)));
  }

  static SessionState completed(AwaitingHostCalls at, HostCallsCompleted event) {
    var results = new ArrayList<>(at.results());
    results.addAll(event.results());
    var turn = at.turn();
    var account = at.core().account();
    for (HostResult result : event.results()) {
      turn = turn.spent(result.spend());
      account = booked(account, at, result);
    }
    var core = at.core().with(account);
    if (results.size() < at.calls().size()) {
      return launched(new AwaitingHostCalls(core, turn, at.step(), at.cell(), at.calls(), results));
    }
    var ordered = at.calls().stream().map(call -> resultOf(call, results)).toList();
    var wave = new StepRecord.Wave(at.cell(), at.calls(), ordered, event.at(), account.left());
    return new Evaluating(core, turn, at.step().with(wave));
  }

  private static HostResult resultOf(HostCall call, List<HostResult> results) {
    return results.stream()
        .filter(result -> result.call() == call.call())
        .findFirst()
        .orElseThrow();
  }

  private static Account booked(Account account, AwaitingHostCalls at, HostResult result) {
    var key = at.key(result.call());
    if (!account.inFlight(key)) {
      return account;
    }
    var spend = result.spend();
    return spend.replies() == 0
        ? account.failed(key, spend.lost())
        : account.leafReplied(key, spend.usage(), spend.lost());
  }

  /** As many leaves as may be in flight at once and the budget has enough for. */
  private static AwaitingHostCalls launched(AwaitingHostCalls at) {
    var account = at.core().account();
    int free = at.core().spec().limits().parallel() - account.ledger().reserved().size();
    for (HostCall call : at.open().filter(HostFunctions::isLeaf).toList()) {
      var key = at.key(call.call());
      if (free <= 0) {
        break;
      }
      if (!account.inFlight(key)) {
        account = account.launchLeaf(key);
        free--;
      }
    }
    return at.with(at.core().with(account));
  }
}
