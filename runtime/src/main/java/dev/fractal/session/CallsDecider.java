package dev.fractal.session;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.budget.BudgetLedger.Exhausted;
import dev.fractal.protocol.budget.BudgetLedger.Granted;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.session.SessionMessage.ChildReport;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionState.AwaitingHostCalls;
import dev.fractal.session.SessionState.Live;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What happens while a cell waits for the host: children are granted budgets as far as those reach,
 * results come in, and calls that nothing is left for fail. Pure.
 */
final class CallsDecider {
  private CallsDecider() {}

  /** Grants what can be granted now; fails what is still open when nothing can come back. */
  static void goOn(Draft draft) {
    if (draft.state() instanceof AwaitingHostCalls at) {
      var refusal = grant(draft, at);
      if (draft.state() instanceof AwaitingHostCalls after && after.next().isEmpty()) {
        fail(draft, after, refusal);
      }
    }
  }

  private static Optional<Exhausted> grant(Draft draft, AwaitingHostCalls at) {
    var lanes = lanes(at);
    var account = at.core().account();
    int room = at.core().spec().authority().capability().limits().maxChildren();
    var grants = new ArrayList<BudgetGranted.Grant>();
    Optional<Exhausted> refusal = Optional.empty();
    for (int i = 0; i < lanes.size() && account.ledger().open().size() < room; i++) {
      var answer = account.grant(lanes.get(i), lanes.size() - i);
      if (answer instanceof Granted(var _, var budget)) {
        account = account.granted(lanes.get(i), budget);
        grants.add(new BudgetGranted.Grant(lanes.get(i), budget));
      } else if (answer instanceof Exhausted exhausted) {
        refusal = Optional.of(exhausted);
        break;
      }
    }
    if (!grants.isEmpty()) {
      draft.add(new BudgetGranted(grants, draft.now()));
    }
    return refusal;
  }

  /** Children that wait for a budget. */
  private static List<SessionId> lanes(AwaitingHostCalls at) {
    var open = at.core().account().ledger().open();
    return at.open()
        .filter(HostFunctions::isChild)
        .map(call -> at.core().child(at.key(call.call())))
        .filter(child -> !open.containsKey(child))
        .toList();
  }

  private static void fail(Draft draft, AwaitingHostCalls at, Optional<Exhausted> refusal) {
    var results = at.open().map(call -> failed(at, call, refusal)).toList();
    draft.add(
        new HostCallsCompleted(
            at.turn().number(), at.step().step(), at.cell(), results, draft.now()));
  }

  private static HostResult failed(
      AwaitingHostCalls at, HostCall call, Optional<Exhausted> refusal) {
    var why =
        refusal
            .filter(_ -> HostFunctions.isChild(call))
            .orElseGet(() -> at.core().account().lacking(at.key(call.call())));
    return new HostResult(
        call.call(), new Answer.Failed(new Failure(type(why), why.message())), Spend.NONE);
  }

  /** The type of the failure: a dimension that is used up, or one that never had anything. */
  static String type(Exhausted why) {
    return why.dimension() == Dimension.DEPTH ? "DepthExceeded" : "BudgetExceeded";
  }

  /** Results that arrived together. What children leave comes back before the cell goes on. */
  static void completed(Draft draft, AwaitingHostCalls at, Collection<HostCallDone> arrived) {
    arrived.forEach(done -> done.child().ifPresent(child -> settled(draft, child)));
    var results = arrived.stream().map(HostCallDone::result).toList();
    draft.add(
        new HostCallsCompleted(
            at.turn().number(), at.step().step(), at.cell(), results, draft.now()));
    goOn(draft);
  }

  private static void settled(Draft draft, ChildReport report) {
    report.edge().ifPresent(edge -> draft.add(new EdgeAdded(edge, draft.now())));
    settle(draft, report.child(), report.used());
  }

  /** Takes back what a child leaves; all of its grant counts when nobody knows what it used. */
  static void settle(Draft draft, SessionId child, Optional<Spent> used) {
    if (draft.state() instanceof Live live) {
      var grant = live.core().account().ledger().open().get(child);
      if (grant != null) {
        var charged = used.orElseGet(() -> Spent.unknown(grant.amounts()));
        draft.add(new BudgetSettled(child, charged, draft.now()));
      }
    }
  }
}
