package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted.Grant;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A root that waits for three calls: one of a child that ended final, one of a child whose model is
 * asked, one of a leaf. Tests change what is in its store.
 */
public final class SampleTree {
  public static final SessionId ROOT = new SessionId("root");
  public static final SessionId DONE = SessionId.child(ROOT, call(0));
  public static final SessionId BUSY = SessionId.child(ROOT, call(1));
  private static final Instant AT = SampleJournal.AT;
  private static final Head HEAD =
      Head.of(DONE, Head.Kind.TURN_FINAL, Optional.empty(), 1, 1, 4, Map.of());

  private SampleTree() {}

  public static CallKey call(int call) {
    return CallKey.host(ROOT, 1, 1, 0, call);
  }

  /** All journals, for the test to change. */
  public static Map<SessionId, List<JournalEntry>> journals() {
    var journals = new HashMap<SessionId, List<JournalEntry>>();
    journals.put(ROOT, SampleJournal.numbered(root(List.of(edge()))));
    journals.put(DONE, SampleJournal.numbered(done(UnaryOperator.identity())));
    journals.put(BUSY, SampleJournal.numbered(busy(BUSY)));
    return journals;
  }

  /** The rows of these sessions, each as a member of the tree. */
  public static List<CatalogRow> rows(SessionId... children) {
    var rows = new ArrayList<CatalogRow>();
    rows.add(row(ROOT, Optional.empty()));
    for (var child : children) {
      rows.add(row(child, Optional.of(ROOT)));
    }
    return rows;
  }

  private static CatalogRow row(SessionId session, Optional<SessionId> parent) {
    return new CatalogRow(
        session,
        1,
        SessionStatus.RUNNING,
        new CatalogRow.Family(parent, ROOT),
        new CatalogRow.Progress(1, Quantity.unknown(), Optional.empty()),
        AT,
        AT);
  }

  public static Edge edge() {
    return Edge.invocation(call(0), DONE, Optional.of(HEAD.id()));
  }

  /** The root's events with these edges. */
  public static List<SessionEvent> root(List<Edge> edges) {
    var events = new ArrayList<SessionEvent>();
    events.add(new SessionStarted(ROOT, SampleJournal.spec(), AT));
    events.add(new TurnOpened(1, TurnRequest.of("r1", "split"), AT));
    events.add(replied());
    events.add(
        new HostCallsRequested(
            1, 1, 0, List.of(asks(0, "rlm"), asks(1, "rlm"), asks(2, "lm")), Delivery.BATCHES, AT));
    events.add(
        new BudgetGranted(
            List.of(new Grant(DONE, Budget.UNLIMITED), new Grant(BUSY, Budget.UNLIMITED)), AT));
    events.add(
        new HostCallsCompleted(
            1,
            1,
            0,
            List.of(
                new HostResult(
                    0, new HostResult.Answer.Returned(Content.inline("{}")), Spend.NONE)),
            AT));
    edges.forEach(edge -> events.add(new EdgeAdded(edge, AT)));
    events.add(new BudgetSettled(DONE, Spent.NONE, AT));
    return events;
  }

  private static HostCall asks(int call, String function) {
    return new HostCall(call, function, Content.inline("[\"x\"]"));
  }

  private static ModelReplied replied() {
    return new ModelReplied(1, 1, Content.inline("```js\n1\n```"), SampleJournal.USAGE, 0, AT);
  }

  /** The events of the child that ended, started with changed settings. */
  public static List<SessionEvent> done(UnaryOperator<SessionSpec> change) {
    return List.of(
        new SessionStarted(DONE, change.apply(SampleJournal.spec().child(ROOT)), AT),
        new TurnOpened(1, TurnRequest.of("r1", "a part"), AT),
        replied(),
        new CellsEvaluated(
            1,
            1,
            List.of(new CellReport(CellReport.Ending.FINAL, "")),
            Content.inline(""),
            Map.of(),
            List.of(),
            AT),
        new HeadPublished(HEAD, AT),
        new TurnEnded(
            1,
            new TurnOutcome.Finished(Content.inline("1")),
            1,
            Spend.NONE.reply(SampleJournal.USAGE),
            Spent.NONE,
            AT));
  }

  /** The events of a child whose model is asked. */
  public static List<SessionEvent> busy(SessionId session) {
    return List.of(
        new SessionStarted(session, SampleJournal.spec().child(ROOT), AT),
        new TurnOpened(1, TurnRequest.of("r1", "another part"), AT));
  }
}
