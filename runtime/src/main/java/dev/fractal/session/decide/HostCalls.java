package dev.fractal.session.decide;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.budget.BudgetLedger.Exhausted;
import dev.fractal.protocol.budget.BudgetLedger.Granted;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.ChildReport;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.state.HostFunctions;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.Live;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What happens to the host calls of a cell: they are made and called off, children are granted
 * budgets as far as those reach, results come in, and calls that nothing is left for fail. Pure.
 */
final class HostCalls {
  private HostCalls() {}

  /** A cell waits. What was called off has its result before it goes on. */
  static void asked(Draft draft, Evaluating at, StepOutcome.Waiting waiting) {
    boolean next = waiting.cell() != at.pending().cell();
    cancel(draft, call -> next || waiting.cancelled().contains(call.call()));
    draft.add(
        new HostCallsRequested(
            at.turn().number(),
            at.step().step(),
            waiting.cell(),
            waiting.calls(),
            Delivery.BATCHES,
            draft.now()));
    if (draft.state() instanceof Live live && live.core().mailbox().interruption().isPresent()) {
      interrupt(draft);
    }
    approvals(draft, waiting);
    goOn(draft);
  }

  /** People are asked for the calls that need their yes; nothing of those is begun. */
  private static void approvals(Draft draft, StepOutcome.Waiting waiting) {
    for (var call : waiting.calls()) {
      if (draft.state() instanceof InStep at && at.needsYes(call)) {
        draft.add(
            new AskOpened(
                at.turn().number(),
                at.step().step(),
                waiting.cell(),
                call.call(),
                Approval.of(call),
                draft.now()));
      }
    }
  }

  /** The cells are over: nobody waits for what is open. */
  static void over(Draft draft) {
    cancel(draft, _ -> true);
  }

  /** Open calls come to nothing; what a leaf in flight takes nobody knows. */
  private static void cancel(Draft draft, Predicate<HostCall> which) {
    if (!(draft.state() instanceof InStep at)) {
      return;
    }
    var results = at.open().filter(which).map(call -> cancelled(at, call)).toList();
    if (!results.isEmpty()) {
      complete(draft, at, results);
    }
  }

  private static HostResult cancelled(InStep at, HostCall call) {
    return dropped(at, call, new Answer.Cancelled());
  }

  /** What a leaf in flight takes nobody knows. */
  private static HostResult dropped(InStep at, HostCall call, Answer answer) {
    int lost = at.core().account().inFlight(at.key(call.call())) ? 1 : 0;
    return new HostResult(call.call(), answer, Spend.NONE.lose(lost));
  }

  /**
   * Somebody interrupts the cells: what they wait for fails, and what they ask for until they are
   * over.
   */
  static void interrupt(Draft draft) {
    if (!(draft.state() instanceof InStep at)) {
      return;
    }
    var by = at.core().mailbox().interruption().map(letter -> letter.from().name()).orElse("");
    var failure =
        new Failure(
            "Interrupted",
            "%s interrupted the cells of this step; end them, the message is behind them"
                .formatted(by));
    var results = at.open().map(call -> dropped(at, call, new Answer.Failed(failure))).toList();
    if (!results.isEmpty()) {
      complete(draft, at, results);
    }
  }

  /** A cell reads what the session was told since it looked last. */
  private static void look(Draft draft) {
    if (draft.state() instanceof InStep at) {
      var looks = at.open().filter(HostFunctions::isLook).toList();
      if (!looks.isEmpty()) {
        var told = new Answer.Returned(Content.inline(Letters.json(at.core().mailbox().fresh())));
        complete(
            draft,
            at,
            looks.stream().map(call -> new HostResult(call.call(), told, Spend.NONE)).toList());
      }
    }
  }

  private static void complete(Draft draft, InStep at, List<HostResult> results) {
    draft.add(
        new HostCallsCompleted(
            at.turn().number(), at.step().step(), at.pending().cell(), results, draft.now()));
  }

  /**
   * Grants what can be granted now; fails what is still open when nothing can come back. Who waits
   * for a person or a time leaves nothing that others could use.
   */
  static void goOn(Draft draft) {
    look(draft);
    if (draft.state() instanceof InStep at && !at.held()) {
      var refusal = grant(draft, at);
      if (draft.state() instanceof AwaitingHostCalls after && after.next().isEmpty()) {
        goWithout(draft, after, refusal);
      }
    }
  }

  /** Nothing comes back that the open calls could use: they fail, or a person is asked for more. */
  private static void goWithout(Draft draft, AwaitingHostCalls at, Optional<Exhausted> refusal) {
    var failed = new ArrayList<HostResult>();
    Optional<Exhausted> asked = Optional.empty();
    for (var call : at.open().filter(at::isShort).toList()) {
      var why = lacking(at, call, refusal);
      if (BudgetDecider.asks(at.core(), why)) {
        asked = asked.or(() -> Optional.of(why));
      } else {
        failed.add(
            new HostResult(
                call.call(), new Answer.Failed(new Failure(type(why), why.message())), Spend.NONE));
      }
    }
    if (!failed.isEmpty()) {
      complete(draft, at, failed);
    }
    if (asked.isPresent() && draft.state() instanceof AwaitingHostCalls after) {
      BudgetDecider.ask(draft, after, asked.get());
    }
  }

  /** Calls have results that no work gave. */
  static void completed(Draft draft, InStep at, List<HostResult> results) {
    complete(draft, at, results);
    goOn(draft);
  }

  private static Optional<Exhausted> grant(Draft draft, InStep at) {
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
  private static List<SessionId> lanes(InStep at) {
    var open = at.core().account().ledger().open();
    return at.open()
        .filter(HostFunctions::isChild)
        .filter(call -> !at.needsYes(call))
        .map(call -> at.core().child(at.key(call.call())))
        .filter(child -> !open.containsKey(child))
        .toList();
  }

  /** Why a call is not made. */
  private static Exhausted lacking(InStep at, HostCall call, Optional<Exhausted> refusal) {
    return refusal
        .filter(_ -> HostFunctions.isChild(call))
        .orElseGet(() -> at.core().account().lacking(at.key(call.call())));
  }

  /** The type of the failure: a dimension that is used up, or one that never had anything. */
  static String type(Exhausted why) {
    return why.dimension() == Dimension.DEPTH ? "DepthExceeded" : "BudgetExceeded";
  }

  /** Results that arrived together. What children leave comes back before the cell goes on. */
  static void completed(Draft draft, Collection<HostCallDone> arrived) {
    arrived.forEach(done -> done.child().ifPresent(child -> settled(draft, child)));
    if (draft.state() instanceof InStep at) {
      complete(draft, at, arrived.stream().map(HostCallDone::result).toList());
    }
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
