package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session of two turns: the first one ends final after a leaf call, the second one loses a
 * request to a crash and ends in error; a third one waits.
 */
public final class SampleJournal {
  public static final SessionId SESSION = new SessionId("s1");
  public static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  public static final Usage USAGE =
      new Usage(
          Quantity.of(100), Quantity.of(20), Quantity.of(60), Quantity.of(new BigDecimal("0.002")));
  static final Usage LEAF =
      new Usage(
          Quantity.of(10), Quantity.of(2), Quantity.zero(), Quantity.of(new BigDecimal("0.0001")));
  static final SavedVariable SAVED = variable("{\"n\":42}");
  public static final Head HEAD =
      Head.of(
          SESSION,
          Head.Kind.TURN_FINAL,
          Optional.empty(),
          1,
          1,
          8,
          Map.of("answer", SAVED.digest()));
  static final Head WRECK =
      Head.of(SESSION, Head.Kind.TURN_ABORTED, Optional.of(HEAD.id()), 2, 9, 14, Map.of());

  private SampleJournal() {}

  public static List<JournalEntry> entries() {
    return numbered(events());
  }

  /** Events with their sequence numbers from 1. */
  public static List<JournalEntry> numbered(List<SessionEvent> events) {
    var entries = new ArrayList<JournalEntry>();
    events.forEach(event -> entries.add(new JournalEntry(entries.size() + 1L, event)));
    return entries;
  }

  public static SessionStarted started() {
    return new SessionStarted(SESSION, spec(), AT);
  }

  public static SessionSpec spec() {
    var limits = new TurnLimits(100, 30, Duration.ofMinutes(10), Duration.ofMinutes(1), 16, 8);
    return new SessionSpec(
        ModelChoice.all("playbook:/old.yaml"),
        limits,
        Descent.ROOT,
        new Authority(
            "default", Profile.DEFAULT.under(new Limits(4, 50, 50, 50)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        "d",
        "k");
  }

  public static CatalogRow row() {
    return new CatalogRow(
        SESSION,
        15,
        SessionStatus.RUNNING,
        new CatalogRow.Family(Optional.empty(), SESSION),
        new CatalogRow.Progress(2, Quantity.unknown(), Optional.of(HEAD.id())),
        AT,
        AT);
  }

  static SavedVariable variable(String encoded) {
    return new SavedVariable(Sha256.of(encoded), Content.inline(encoded));
  }

  private static List<SessionEvent> events() {
    var firstSpend = Spend.NONE.reply(USAGE).reply(LEAF);
    return List.of(
        started(),
        new TurnOpened(1, TurnRequest.of("r1", "count the errors"), AT),
        new ModelReplied(
            1, 1, Content.inline("Sure.\n```js\nconst answer = 42\n```\n"), USAGE, 0, AT),
        new HostCallsRequested(
            1,
            1,
            0,
            List.of(new HostCall(0, "lm", Content.inline("[\"x\",\"y\"]"))),
            Delivery.BATCHES,
            AT),
        new HostCallsCompleted(1, 1, 0, List.of(returned(0, "\"yes\"", LEAF)), AT),
        new CellsEvaluated(
            1,
            1,
            List.of(new CellReport(CellReport.Ending.FINAL, "")),
            Content.inline("printed 42"),
            Map.of("answer", SAVED.digest(), "later", Sha256.of("later")),
            List.of(),
            AT),
        new VariablesSaved(1, Map.of("answer", SAVED), List.of(), Map.of("later", "a closure"), AT),
        new TurnEnded(
            1, new TurnOutcome.Finished(Content.inline("42")), 1, firstSpend, Spent.NONE, AT),
        new HeadPublished(HEAD, AT),
        new TurnOpened(2, TurnRequest.of("r2", "again"), AT),
        new TurnQueued(3, TurnRequest.of("r3", "and again"), AT),
        new CallsRepeated(2, List.of(CallKey.model(SESSION, 2, 1)), AT),
        new ModelFailed(2, 1, new Failure("ModelTimeout", "no answer in 1m"), 1, AT),
        new TurnEnded(
            2,
            new TurnOutcome.Aborted(
                TurnStatus.ERROR, new Failure("ModelTimeout", "no answer in 1m")),
            1,
            Spend.NONE.lose(2),
            Spent.NONE,
            AT),
        new HeadPublished(WRECK, AT));
  }

  static HostResult returned(int call, String json, Usage usage) {
    return new HostResult(
        call, new HostResult.Answer.Returned(Content.inline(json)), Spend.NONE.reply(usage));
  }
}
