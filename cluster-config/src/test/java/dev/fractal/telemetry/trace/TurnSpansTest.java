package dev.fractal.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.spec.Descent;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events of a turn, and the spans that they make. Times are in seconds. */
final class TurnSpansTest {
  private static final SessionId ID = new SessionId("s");
  private static final Content TEXT = Content.inline("written by somebody");
  private static final Usage USAGE =
      new Usage(Quantity.of(10), Quantity.of(2), Quantity.of(4), Quantity.unknown());
  private static final EndedTurn TURN =
      new EndedTurn(
          ID,
          Descent.ROOT,
          Instant.EPOCH,
          new ModelChoice("openai:big", "openai:mid", "gemini:small"),
          1,
          99);

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static SessionEvent opened(int at) {
    return new TurnOpened(1, TurnRequest.of("r", "written by somebody"), at(at));
  }

  private static SessionEvent replied(int step, int at) {
    return new ModelReplied(1, step, TEXT, USAGE, 0, at(at));
  }

  private static SessionEvent asks(int cell, int at, String... functions) {
    var calls =
        Stream.iterate(0, i -> i < functions.length, i -> i + 1)
            .map(i -> new HostCall(i, functions[i], TEXT))
            .toList();
    return new HostCallsRequested(1, 1, cell, calls, Delivery.BATCHES, at(at));
  }

  private static HostResult returned(int call) {
    return new HostResult(call, new HostResult.Answer.Returned(TEXT), Spend.NONE.reply(USAGE));
  }

  private static HostResult failed(int call, String type) {
    var failure = new Failure(type, "written by somebody");
    return new HostResult(call, new HostResult.Answer.Failed(failure), Spend.NONE.lose(1));
  }

  private static SessionEvent gets(int cell, int at, HostResult... results) {
    return new HostCallsCompleted(1, 1, cell, List.of(results), at(at));
  }

  private static SessionEvent evaluated(int step, int at, Ending... endings) {
    var cells = Stream.of(endings).map(e -> new CellReport(e, "written by somebody")).toList();
    return new CellsEvaluated(1, step, cells, TEXT, Map.of(), List.of(), at(at));
  }

  private static SessionEvent ended(int at) {
    var outcome = new TurnOutcome.Finished(TEXT);
    return new TurnEnded(1, outcome, 1, Spend.NONE.reply(USAGE), Spent.NONE, at(at));
  }

  private static SessionEvent aborted(TurnStatus status, int at) {
    var outcome = new TurnOutcome.Aborted(status, new Failure("Why", "written by somebody"));
    return new TurnEnded(1, outcome, 1, Spend.NONE, Spent.NONE, at(at));
  }

  private static List<SpanData> spans(SessionEvent... events) {
    var place = new Place("0".repeat(31) + "1", Optional.empty());
    var spans = TurnSpans.of(TURN, place, Resource.empty(), List.of(events));
    assertThat(spans.toString()).doesNotContain("written by somebody");
    return spans;
  }

  /** Name, seconds and error of each span, those of a cell with its number. */
  private static List<String> told(SessionEvent... events) {
    return spans(events).stream().map(TurnSpansTest::told).toList();
  }

  private static String told(SpanData span) {
    var cell = span.getAttributes().get(GenAi.CELL);
    var error = span.getAttributes().get(GenAi.ERROR);
    return "%s%s %d-%d%s"
        .formatted(
            span.getName(),
            cell == null ? "" : " " + cell,
            span.getStartEpochNanos() / 1_000_000_000,
            span.getEndEpochNanos() / 1_000_000_000,
            error == null ? "" : " " + error);
  }

  @Test
  void aTurnIsItsCallsAndItsCells() {
    assertThat(
            told(
                opened(1),
                replied(1, 3),
                evaluated(1, 4, Ending.COMPLETED),
                replied(2, 6),
                evaluated(2, 7, Ending.FINAL),
                ended(7)))
        .containsExactly(
            "chat big 1-3",
            "execute_tool repl 0 3-4",
            "chat big 4-6",
            "execute_tool repl 0 6-7",
            "invoke_agent 1-7");
  }

  @Test
  void callsHangBelowTheirCellAndChildrenTellThemselves() {
    var spans =
        spans(
            opened(1),
            replied(1, 2),
            asks(0, 3, "lm", "rlm", "readFile", "tools.find", "lm"),
            gets(0, 5, returned(0), returned(1)),
            gets(0, 6, returned(2), failed(3, "ToolTimeout"), failed(4, "ModelTimeout")),
            evaluated(1, 7, Ending.FINAL),
            ended(7));
    var cell = new SpanNames.CellName("s", 1, 1, 0);
    assertThat(spans.stream().filter(span -> span.getParentSpanId().equals(cell.span())))
        .extracting(TurnSpansTest::told)
        .containsExactly(
            "chat small 3-5",
            "execute_tool readFile 3-6",
            "execute_tool tools.find 3-6 ToolTimeout",
            "chat small 3-6 ModelTimeout");
    assertThat(spans.getFirst().getSpanId())
        .isEqualTo(SpanNames.call(CallKey.model(ID, 1, 1)))
        .isNotEqualTo(spans.get(1).getSpanId());
    assertThat(spans.get(1).getAttributes().get(GenAi.PROVIDER)).isEqualTo("gcp.gemini");
  }

  @Test
  void aChildThatNeverWasIsAFailedCall() {
    assertThat(
            told(
                opened(1),
                replied(1, 2),
                asks(0, 3, "rlm"),
                gets(0, 4, failed(0, "BadArguments")),
                evaluated(1, 5, Ending.THREW, Ending.SKIPPED),
                ended(5)))
        .contains("execute_tool rlm 3-4 BadArguments", "execute_tool repl 0 2-5 threw")
        .hasSize(4);
  }

  @Test
  void cellsThatFollowEachOtherShareTheStepByTheirCalls() {
    assertThat(
            told(
                opened(1),
                replied(1, 2),
                asks(0, 3, "lm"),
                gets(0, 4, returned(0)),
                asks(2, 6, "lm"),
                gets(2, 8, returned(0)),
                evaluated(1, 9, Ending.COMPLETED, Ending.COMPLETED, Ending.FINAL),
                ended(9)))
        .contains("execute_tool repl 0 2-6", "execute_tool repl 1 4-6", "execute_tool repl 2 4-9");
  }

  @Test
  void crashesAndMovesAreMarksOnATurnThatGoesOn() {
    var spans =
        spans(
            opened(1),
            new CallsRepeated(1, List.of(CallKey.model(ID, 1, 1)), at(20)),
            replied(1, 22),
            new TurnHandedOver(1, at(23)),
            evaluated(1, 30, Ending.FINAL),
            ended(30));
    assertThat(spans)
        .extracting(TurnSpansTest::told)
        .containsExactly("chat big 1-22", "execute_tool repl 0 22-30", "invoke_agent 1-30");
    assertThat(spans.getLast().getEvents())
        .extracting(EventData::getName)
        .containsExactly("calls repeated", "handed over");
  }

  @Test
  void aCallThatAMessageEndsHasASpanOfItsOwn() {
    var letter = new Letter("k", new Letter.Person("kim"), Letter.Mode.INTERRUPT, "stop");
    var spans =
        spans(
            opened(1),
            new MessageReceived(1, letter, 1, at(5)),
            replied(1, 9),
            evaluated(1, 10, Ending.FINAL),
            ended(10));
    assertThat(spans)
        .extracting(TurnSpansTest::told)
        .containsExactly(
            "chat big 1-5 interrupted",
            "chat big 5-9",
            "execute_tool repl 0 9-10",
            "invoke_agent 1-10");
    assertThat(spans.getFirst().getSpanId()).isEqualTo(SpanNames.call(CallKey.model(ID, 1, 1)));
    assertThat(spans.get(1).getSpanId()).isEqualTo(SpanNames.call(CallKey.model(ID, 1, 1, 1)));
    assertThat(spans.getLast().getEvents())
        .extracting(EventData::getName)
        .containsExactly("interrupt");
  }

  @Test
  void whatIsOpenEndsWithAnAbortedTurn() {
    assertThat(
            told(
                opened(1),
                replied(1, 2),
                asks(0, 3, "lm", "lm"),
                gets(0, 4, returned(0)),
                aborted(TurnStatus.CANCELLED, 5)))
        .containsExactly(
            "chat big 1-2",
            "chat small 3-4",
            "chat small 3-5 cancelled",
            "execute_tool repl 0 2-5 cancelled",
            "invoke_agent 1-5 Why");
    assertThat(told(opened(1), aborted(TurnStatus.TIMEOUT, 9)))
        .containsExactly("chat big 1-9 timeout", "invoke_agent 1-9 Why");
  }

  @Test
  void aFailedCallIsNamedByItsType() {
    var failure = new Failure("ModelTimeout", "written by somebody");
    assertThat(
            told(opened(1), new ModelFailed(1, 1, failure, 2, at(4)), aborted(TurnStatus.ERROR, 4)))
        .containsExactly("chat big 1-4 ModelTimeout", "invoke_agent 1-4 Why");
  }

  @Test
  void aTurnThatEndsAtAStepHasAskedForNoFurtherOne() {
    assertThat(
            told(
                opened(1),
                replied(1, 2),
                evaluated(1, 3, Ending.COMPLETED),
                aborted(TurnStatus.STOPPED, 3)))
        .containsExactly("chat big 1-2", "execute_tool repl 0 2-3", "invoke_agent 1-3 Why");
  }

  @Test
  void aPauseBelongsToNoCall() {
    assertThat(
            told(
                opened(1),
                replied(1, 2),
                new SessionPaused(at(3)),
                evaluated(1, 4, Ending.COMPLETED),
                new SessionResumed(at(60)),
                replied(2, 62),
                evaluated(2, 63, Ending.FINAL),
                ended(63)))
        .contains("chat big 60-62");
  }

  @Test
  void namesGiveTheSameIdsEverywhere() {
    assertThat(SpanNames.trace(ID, at(7), 3)).isEqualTo("62415a00074e4d89efe6c3f5c802f0a1");
    assertThat(SpanNames.CellName.asking("s/t3/s2/c1/h0"))
        .contains(new SpanNames.CellName("s", 3, 2, 1));
    assertThat(SpanNames.CellName.asking("a caller's key")).isEmpty();
    assertThat(SpanNames.trace(ID, at(7), 3))
        .isNotEqualTo(SpanNames.trace(ID, at(8), 3))
        .isNotEqualTo(SpanNames.trace(ID, at(7), 4));
  }
}
