package dev.fractal.session.decide;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.repl.StepOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Events and results of one session, as short as tests need them. */
public final class Samples {
  public static final SessionId ID = new SessionId("s-1");
  public static final Instant T0 = Instant.parse("2026-11-22T10:00:00Z");
  public static final NodeStamp WORLD =
      new NodeStamp("doctrine/1", "fake/1", 10_000, 400_000, 2, Map.of());
  public static final TurnLimits LIMITS =
      new TurnLimits(100, 3, Duration.ofMinutes(10), Duration.ofMinutes(1), 16, 2);
  public static final SessionSpec SPEC = spec(LIMITS);
  public static final Usage USAGE =
      new Usage(
          Quantity.of(10), Quantity.of(5), Quantity.of(2), Quantity.of(new BigDecimal("0.001")));

  private Samples() {}

  public static SessionSpec spec(TurnLimits limits) {
    return new SessionSpec(
        ModelChoice.all("fake:m"),
        limits,
        Descent.ROOT,
        new Authority(
            "default", Profile.DEFAULT.under(new Limits(4, 50, 50, 50)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        "doctrine/1",
        "fake/1");
  }

  /** So many calls may be in flight at once. */
  public static SessionSpec parallel(int calls) {
    return spec(
        new TurnLimits(
            100, 50, Duration.ofMinutes(10), Duration.ofMinutes(1), LIMITS.queued(), calls));
  }

  public static SessionEvent started() {
    return started(SPEC);
  }

  public static SessionEvent started(SessionSpec spec) {
    return new SessionEvent.SessionStarted(ID, spec, T0);
  }

  public static TurnRequest request(int turn) {
    return TurnRequest.of("r-" + turn, "task " + turn);
  }

  public static SessionEvent opened(int turn) {
    return new SessionEvent.TurnOpened(turn, request(turn), T0);
  }

  public static SessionEvent queued(int turn) {
    return new SessionEvent.TurnQueued(turn, request(turn), T0);
  }

  public static SessionEvent replied(int turn, int step) {
    return new SessionEvent.ModelReplied(
        turn, step, Content.inline("```js\nset x " + step + "\n```"), USAGE, 0, T0);
  }

  public static SessionEvent evaluated(int turn, int step) {
    return new SessionEvent.CellsEvaluated(
        turn,
        step,
        List.of(new CellReport(CellReport.Ending.COMPLETED, "")),
        Content.inline("=> " + step),
        Map.of("x", digest(turn, step)),
        List.of(),
        T0);
  }

  public static String digest(int turn, int step) {
    return Sha256.of(turn + "/" + step);
  }

  public static SessionEvent saved(int turn, int step) {
    return new SessionEvent.VariablesSaved(
        turn,
        Map.of("x", new SavedVariable(digest(turn, step), Content.inline("" + step))),
        List.of(),
        Map.of(),
        T0);
  }

  public static SessionEvent requested(int turn, int step, int calls) {
    return new SessionEvent.HostCallsRequested(
        turn, step, 0, hostCalls(calls), Delivery.BATCHES, T0);
  }

  /** Lanes of one promise. */
  public static List<HostCall> hostCalls(int calls) {
    return IntStream.range(0, calls)
        .mapToObj(call -> new HostCall(call, "lm", Content.inline("[\"q" + call + "\"]"), 0))
        .toList();
  }

  public static SessionEvent completed(int turn, int step, int... calls) {
    return new SessionEvent.HostCallsCompleted(
        turn, step, 0, Arrays.stream(calls).mapToObj(Samples::hostResult).toList(), T0);
  }

  public static HostResult hostResult(int call) {
    return new HostResult(
        call,
        new HostResult.Answer.Returned(Content.inline("\"a" + call + "\"")),
        Spend.NONE.reply(USAGE));
  }

  public static SessionMessage.ModelAnswered answer(int turn, int step) {
    return new SessionMessage.ModelAnswered(
        CallKey.model(ID, turn, step), Content.inline("```js\nset x 1\n```"), USAGE, 0);
  }

  public static SessionMessage.ModelGaveUp gaveUp(int turn, int step, boolean timeout, int lost) {
    return new SessionMessage.ModelGaveUp(
        CallKey.model(ID, turn, step), new Failure("ModelDown", "it is down"), timeout, lost);
  }

  public static SessionMessage.StepDone stepDone(
      int turn, int step, int waves, StepOutcome outcome) {
    return new SessionMessage.StepDone(
        new CallKey(CallKey.model(ID, turn, step) + "/e" + waves), outcome);
  }

  public static SessionMessage.HostCallDone hostDone(int turn, int step, int call) {
    return new SessionMessage.HostCallDone(CallKey.host(ID, turn, step, 0, call), hostResult(call));
  }

  /** A step that is over and ended with {@code FINAL} when there is a value. */
  public static StepOutcome.Evaluated outcome(int turn, int step, Optional<String> value) {
    var ending = value.isPresent() ? CellReport.Ending.FINAL : CellReport.Ending.COMPLETED;
    return new StepOutcome.Evaluated(
        List.of(new CellReport(ending, "")),
        Content.inline("=> " + step),
        new StepOutcome.Digests(Map.of("x", digest(turn, step)), List.of()),
        value.map(Content::inline),
        value.map(
            _ ->
                new StepOutcome.Save(
                    Map.of("x", new SavedVariable(digest(turn, step), Content.inline("" + step))),
                    List.of(),
                    Map.of())));
  }
}
