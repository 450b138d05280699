package dev.fractal.bench;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalWriter;
import dev.fractal.persistence.journal.JournalWriter.Write;
import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.state.SessionState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The history of one session as its own actor would have written it, turn by turn, without models
 * and kernels. It is folded while it is written, so that its snapshot and its row are true.
 */
final class Chronicle {
  private static final long COMPACT_ABOVE = 200_000;
  private static final Usage USAGE =
      new Usage(
          Quantity.of(900),
          Quantity.of(120),
          Quantity.zero(),
          Quantity.of(new BigDecimal("0.001")));
  private static final Spend SPEND = Spend.NONE.reply(USAGE);
  private static final Spent CHILD =
      new Spent(new Amounts(new BigDecimal("0.001"), 1_020, 1, 1), false, false);

  private final SessionId session;
  private final SessionSpec spec;
  private final List<Write> writes = new ArrayList<>();
  private SessionState state = SessionState.absent();
  private Optional<HeadId> head = Optional.empty();
  private long covered;
  private int turns;
  private Instant now = Instant.now().minusSeconds(86_400);
  private final Instant started = now;

  Chronicle(SessionId session, SessionSpec spec) {
    this.session = session;
    this.spec = spec;
    write(new SessionStarted(session, spec, now));
  }

  SessionId session() {
    return session;
  }

  SessionState state() {
    return state;
  }

  private void write(SessionEvent... events) {
    writes.add(new Write(session, state.count() + 1, List.of(events)));
    for (var event : events) {
      state = state.apply(event);
    }
    now = now.plusMillis(3);
    if (state instanceof SessionState.Quarantined broken) {
      throw new BenchException("a made history is none: " + broken.reason().message());
    }
  }

  /** A turn under a request id whose cell calls so many children; answers their ids. */
  List<SessionId> turn(String requestId, int children) {
    int turn = ++turns;
    compact();
    write(new TurnOpened(turn, TurnRequest.of(requestId, "message " + turn), now));
    var code = "```js\nconst parts = await mapRlm(tasks)\nFINAL(" + turn + ")\n```\n";
    write(new ModelReplied(turn, 1, Content.inline(code), USAGE, 0, now));
    var called = children == 0 ? List.<SessionId>of() : called(turn, children);
    var cells = List.of(new CellReport(CellReport.Ending.FINAL, ""));
    var evaluated =
        new CellsEvaluated(
            turn, 1, cells, Content.inline("[cell 1 final]"), Map.of(), List.of(), now);
    var saved = new VariablesSaved(turn, Map.of(), List.of(), Map.of(), now);
    long end = state.count() + 2;
    var published = Head.of(session, Head.Kind.TURN_FINAL, head, turn, covered + 1, end, Map.of());
    var value = new TurnOutcome.Finished(Content.inline(String.valueOf(turn)));
    write(
        evaluated,
        saved,
        new HeadPublished(published, now),
        new TurnEnded(turn, value, 1, SPEND, Spent.NONE, now));
    head = Optional.of(published.id());
    covered = end;
    return called;
  }

  private void compact() {
    if (state instanceof SessionState.Live live
        && live.core().transcript().chars() > COMPACT_ABOVE) {
      shorten();
    }
  }

  /** Leaves a digest of all turns in the window. */
  void shorten() {
    if (state instanceof SessionState.Live) {
      var digest = new Message(Message.Author.FRAME, turns, Content.inline("x".repeat(4_000)));
      write(new SessionCompacted(List.of(digest), now));
    }
  }

  private List<SessionId> called(int turn, int children) {
    var calls =
        IntStream.range(0, children)
            .mapToObj(i -> new HostCall(i, "rlm", Content.inline("[\"task " + i + "\"]")))
            .toList();
    write(new HostCallsRequested(turn, 1, 0, calls, Delivery.BATCHES, now));
    var ids = calls.stream().map(call -> child(key(turn, call.call()))).toList();
    write(
        new BudgetGranted(
            ids.stream().map(id -> new BudgetGranted.Grant(id, Budget.UNLIMITED)).toList(), now));
    for (var call : calls) {
      var id = ids.get(call.call());
      var answer = new HostResult.Answer.Returned(Content.inline("\"done\""));
      write(
          new BudgetSettled(id, CHILD, now),
          new EdgeAdded(Edge.invocation(key(turn, call.call()), id, Optional.empty()), now),
          new HostCallsCompleted(
              turn, 1, 0, List.of(new HostResult(call.call(), answer, Spend.NONE)), now));
    }
    return ids;
  }

  /** The call of a turn that a child answers. */
  CallKey key(int turn, int call) {
    return CallKey.host(session, turn, 1, 0, call);
  }

  private SessionId child(CallKey key) {
    return SessionId.child(spec.descent().root().orElse(session), key);
  }

  /** Stores what was written since the last time. */
  void flush(JournalWriter journal) {
    journal.append(writes);
    writes.clear();
  }

  /** Stores all of it, with the row and, of a long one, the snapshot that its actor leaves. */
  void store(Store store, int snapshotFrom) {
    flush(store.journalWriter());
    store.catalog().upsert(row());
    if (state.count() >= snapshotFrom) {
      store
          .journalWriter()
          .keep(session, state.count(), state, new SnapshotCodec<>(SessionState.class));
    }
  }

  CatalogRow row() {
    var descent = spec.descent();
    return new CatalogRow(
        session,
        state.count(),
        state.status(),
        new CatalogRow.Family(descent.parent(), descent.root().orElse(session)),
        new CatalogRow.Progress(turns, Quantity.of(new BigDecimal("0.001")), head),
        started,
        now);
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }
}
