package dev.fractal.persistence.journal;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Amounts;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.ReplayStep;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Tick;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of every stored type, with every kind of field in use. */
public final class SampleEvents {
  private static final Instant AT = Instant.parse("2026-11-22T10:11:12.123456789Z");
  private static final SessionId SESSION = new SessionId("s-1");
  private static final PayloadId PAYLOAD = PayloadId.of("a stored text");
  private static final Content STORED = new Content.Stored(PAYLOAD, 13);
  private static final Content LONE = Content.inline("unpaired \ud83d surrogate");
  private static final Usage USAGE =
      new Usage(
          Quantity.of(900),
          Quantity.of(40),
          Quantity.unknown(),
          Quantity.of(new BigDecimal("0.0021")));
  private static final Failure FAILURE = new Failure("ModelUnavailable", "the model is away; wait");
  private static final List<Message> WINDOW =
      List.of(
          new Message(Message.Author.DIGEST, 0, Content.inline("before")),
          new Message(Message.Author.CALLER, 1, STORED));
  private static final Map<String, SavedVariable> VARIABLES =
      Map.of(
          "b", new SavedVariable("sha256:b", STORED),
          "a", new SavedVariable("sha256:a", LONE),
          "odd \ud83d name", new SavedVariable("sha256:c", Content.inline("1")));

  private SampleEvents() {}

  /** The samples; their stored forms are the golden files. */
  public static List<SessionEvent> all() {
    return List.of(
        started(),
        new SessionEvent.TurnQueued(2, TurnRequest.of("r-2", "next"), AT),
        new SessionEvent.TurnOpened(1, request(), AT),
        new SessionEvent.ModelReplied(1, 2, STORED, USAGE, 1, AT),
        new SessionEvent.ModelFailed(1, 2, FAILURE, 3, AT),
        new SessionEvent.CellsEvaluated(
            1,
            2,
            List.of(
                new CellReport(CellReport.Ending.COMPLETED, ""),
                new CellReport(CellReport.Ending.LIMIT, "too many statements; do less")),
            LONE,
            Map.of("b", "sha256:b", "a", "sha256:a", "odd \ud83d name", "sha256:c"),
            List.of("gone"),
            AT),
        new SessionEvent.HostCallsRequested(
            1,
            2,
            0,
            List.of(
                new HostCall(0, "lm", Content.inline("[\"in\",\"query\"]")),
                new HostCall(1, "lm", Content.inline("[\"more\",\"query\"]"), 0)),
            Delivery.BATCHES,
            AT),
        new SessionEvent.HostCallsCompleted(1, 2, 0, results(), AT),
        new SessionEvent.AskOpened(
            1,
            2,
            0,
            3,
            new Ask(
                Optional.of("finance"),
                "May 3 mails be sent?",
                Optional.of(STORED),
                List.of("yes", "no"),
                Optional.of(Content.inline("{\"type\":\"string\"}")),
                Optional.of(Content.inline("\"no\"")),
                Optional.of(AT.plusSeconds(3_600)),
                Optional.of("sh")),
            AT),
        new SessionEvent.AskAnswered(
            1, 2, 0, 3, new AskAnswer.Given(Content.inline("\"yes\"")), "kim", AT),
        new SessionEvent.TimerSet(1, 2, 0, 4, AT.plusSeconds(7_200), AT),
        new SessionEvent.TimerFired(1, 2, 0, 4, AT),
        new SessionEvent.MessageReceived(
            1,
            new Letter("k-1", new Letter.Person("kim"), Letter.Mode.INTERRUPT, "stop it"),
            1,
            AT),
        new SessionEvent.ScheduleSet(
            new Schedule(
                "report",
                "write the report",
                new Schedule.Cron("0 9 * * MON-FRI", "Europe/Berlin"),
                Schedule.Overlap.SKIP),
            Schedule.Phase.ACTIVE,
            Optional.empty(),
            Optional.of(AT.plusSeconds(60)),
            "kim",
            AT),
        new SessionEvent.ScheduleTicked(
            "report", AT, new Tick.Taken(2), 3, Optional.of(AT.plusSeconds(86_400)), AT),
        new SessionEvent.CallsRepeated(
            1, List.of(CallKey.model(SESSION, 1, 2), CallKey.host(SESSION, 1, 2, 0, 3)), AT),
        new SessionEvent.EvaluationRepeated(1, 2, 3, AT),
        new SessionEvent.TurnHandedOver(1, AT),
        new SessionEvent.TurnStands(1, AT),
        new SessionEvent.VariablesSaved(
            1, VARIABLES, List.of("gone"), Map.of("promise", "is a promise"), AT),
        new SessionEvent.TurnEnded(
            1, new TurnOutcome.Finished(STORED), 2, new Spend(USAGE, 2, 1), SPENT, AT),
        new SessionEvent.HeadPublished(head(), AT),
        new SessionEvent.EdgeAdded(edge(), AT),
        new SessionEvent.BudgetGranted(
            List.of(new SessionEvent.BudgetGranted.Grant(edge().session(), BUDGET)), AT),
        new SessionEvent.BudgetSettled(edge().session(), SPENT, AT),
        new SessionEvent.BudgetRaised(
            new Raise(
                Optional.of(new BigDecimal("0.5")),
                Optional.empty(),
                Optional.of(new BigDecimal("40")),
                Optional.empty()),
            "kim",
            AT),
        new SessionEvent.BudgetWarned(
            1,
            List.of(
                new SessionEvent.BudgetWarned.Used(
                    Dimension.USD, new BigDecimal("0.41"), new BigDecimal("0.5"))),
            AT),
        new SessionEvent.SessionCompacted(WINDOW, AT),
        new SessionEvent.StopRequested(AT),
        new SessionEvent.SessionStopped(AT),
        new SessionEvent.SessionPaused(AT),
        new SessionEvent.SessionSuspended(FAILURE, AT),
        new SessionEvent.SessionResumed(AT),
        new SessionEvent.HeadSelected(head().id(), continuation(), AT),
        new SessionEvent.SessionPurged(SESSION, AT),
        new SessionEvent.SessionQuarantined(FAILURE, AT),
        new SessionEvent.SessionReleased(
            new ReleaseRequest(
                "k-1", new ReleaseRequest.AtHead(head().id()), "kim", "the disk was replaced"),
            new ReleaseReport(
                ReleaseReport.Verdict.RESTARTED,
                FAILURE,
                "it goes on at an older head",
                Optional.of(head().id())),
            41,
            AT));
  }

  private static final Spent SPENT =
      new Spent(Amounts.call(new BigDecimal("0.01"), 900), false, true);
  private static final Budget BUDGET =
      new Budget(
          Allowance.of(new BigDecimal("0.25")),
          Allowance.unlimited(),
          Allowance.of(20),
          Allowance.of(3),
          Allowance.of(2),
          Optional.of(AT));

  private static Edge edge() {
    var call = CallKey.host(SESSION, 1, 2, 0, 3);
    return Edge.invocation(call, SessionId.child(SESSION, call), Optional.of(head().id()));
  }

  static SessionEvent started() {
    var limits = new TurnLimits(1000, 50, Duration.ofMinutes(30), Duration.ofMillis(90_500), 16, 8);
    var models = new ModelChoice("playbook:p.yaml", "openai:c", "openai:l");
    return new SessionEvent.SessionStarted(
        SESSION,
        new SessionSpec(
            models,
            limits,
            Descent.ROOT,
            new Authority(
                "default",
                Capability.of(
                    Map.of(
                        "read",
                        List.of("."),
                        "host",
                        List.of(
                            "lm", "mapLm", "rlm", "mapRlm", "attachRlm", "readFile", "listFiles"),
                        "limits",
                        Map.of(
                            "max-depth",
                            4,
                            "max-fanout",
                            50,
                            "max-children",
                            50,
                            "max-steps",
                            50))),
                "/somewhere",
                Map.of()),
            Budget.UNLIMITED,
            BudgetPolicy.USUAL.with(OnBudget.ASK),
            "doctrine/1",
            "graal/1"),
        AT);
  }

  private static TurnRequest request() {
    return new TurnRequest(
        "r-1",
        Content.inline("größer – 漢字 😀"),
        Map.of("doc", new InputRef(PAYLOAD, 13)),
        Optional.of(ModelChoice.all("openai:m")),
        Optional.of(5),
        Optional.of(Duration.ofSeconds(90)),
        Optional.of(Content.inline("{\"type\":\"array\"}")),
        List.of("github.*", "sh"));
  }

  private static List<HostResult> results() {
    return List.of(
        new HostResult(
            0, new HostResult.Answer.Returned(Content.inline("\"x\"")), Spend.NONE.reply(USAGE)),
        new HostResult(1, new HostResult.Answer.Failed(FAILURE), Spend.NONE.lose(1)),
        new HostResult(2, new HostResult.Answer.Cancelled(), Spend.NONE.lose(1)));
  }

  private static Continuation continuation() {
    var wave =
        new StepRecord.Wave(
            0,
            List.of(new HostCall(0, "lm", Content.inline("[]"))),
            results(),
            AT.plusSeconds(1),
            Budget.UNLIMITED);
    var step =
        new ReplayStep(
            Optional.of(new SessionId("s-0")),
            1,
            new StepRecord(2, STORED, AT, Budget.UNLIMITED, List.of(wave)),
            Map.of("doc", new InputRef(PAYLOAD, 13)),
            List.of(new CellReport(CellReport.Ending.THREW, "x is not defined")));
    return new Continuation(
        WINDOW,
        new Workspace(
            VARIABLES,
            Map.of("b", "sha256:b", "a", "sha256:a"),
            Map.of("doc", new InputRef(PAYLOAD, 13)),
            List.of(step),
            new Workspace.Anchor(1, 2, 3)));
  }

  private static Head head() {
    return Head.of(
        SESSION,
        Head.Kind.TURN_FINAL,
        Optional.of(HeadId.of("before")),
        1,
        1,
        9,
        Map.of("b", "sha256:b", "a", "sha256:a"));
  }

  /** Another ending than the sample of its type has. */
  static SessionEvent aborted() {
    return new SessionEvent.TurnEnded(
        1, new TurnOutcome.Aborted(TurnStatus.TIMEOUT, FAILURE), 2, Spend.NONE, Spent.NONE, AT);
  }
}
