package dev.fractal.view;

import static dev.fractal.view.SampleJournal.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.repl.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final Message DIGEST =
      new Message(Message.Author.DIGEST, 0, Content.inline("what was before"));

  private static List<JournalEntry> sampleAnd(SessionEvent... more) {
    var events =
        new ArrayList<>(SampleJournal.entries().stream().map(JournalEntry::event).toList());
    events.addAll(Arrays.asList(more));
    return SampleJournal.numbered(events);
  }

  private static SessionView view(SessionEvent... more) {
    return SessionView.of(sampleAnd(more)).orElseThrow();
  }

  private static HeadSelected backToTheFirstHead() {
    var workspace =
        new Workspace(
            Map.of("answer", SampleJournal.SAVED),
            Map.of("answer", SampleJournal.SAVED.digest(), "replayed", Sha256.of("x")),
            Map.of(),
            List.of(),
            new Workspace.Anchor(1, 1, 1));
    return new HeadSelected(
        SampleJournal.HEAD.id(), new Continuation(List.of(DIGEST), workspace), AT);
  }

  @Test
  void theTurnsStateIsTold() {
    var view = view();
    assertThat(view.turns()).hasSize(3);
    assertThat(view.waiting()).extracting(TurnView::turn).containsExactly(3);
    assertThat(view.running()).isEmpty();
    assertThat(view.head()).contains(SampleJournal.HEAD.id());
    assertThat(view.turns().get(1).head()).contains(SampleJournal.WRECK.id());
  }

  private static TurnRequest accepted(String id) {
    return new TurnRequest(
        id,
        Content.inline("go"),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aTurnMayChangeModelsAndInputs() {
    var input = new InputRef(PayloadId.of("text"), 4);
    var request =
        new TurnRequest(
            "r4",
            Content.inline("go"),
            Map.of("doc", input),
            Optional.of(ModelChoice.all("openai:new")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var view = view(new TurnOpened(3, request, AT));
    assertThat(view.status()).isEqualTo(SessionStatus.RUNNING);
    assertThat(view.running().orElseThrow().turn()).isEqualTo(3);
    assertThat(view.spec().models()).isEqualTo(ModelChoice.all("openai:new"));
    assertThat(view.inputs()).containsEntry("doc", input);
  }

  @Test
  void theStatusFollowsStopsAndResumes() {
    var opened = new TurnOpened(3, accepted("r3"), AT);
    assertThat(view(opened, new StopRequested(AT)).status())
        .isEqualTo(SessionStatus.STOP_REQUESTED);
    assertThat(view(new SessionStopped(AT)).status()).isEqualTo(SessionStatus.STOPPED);
    assertThat(view(new SessionStopped(AT), new SessionResumed(AT)).status())
        .as("a turn waits in the queue")
        .isEqualTo(SessionStatus.RUNNING);
    var quarantined = view(new SessionQuarantined(new Failure("Gap", "event 7 is missing"), AT));
    assertThat(quarantined.status()).isEqualTo(SessionStatus.QUARANTINED);
    assertThat(quarantined.quarantine()).contains(new Failure("Gap", "event 7 is missing"));
    assertThat(view(new Unreadable("x", "unknown", AT)).status())
        .isEqualTo(SessionStatus.QUARANTINED);
  }

  @Test
  void aJournalWithoutItsStartHasNoView() {
    assertThat(SessionView.of(List.of())).isEmpty();
  }

  @Test
  void aCallIsOpenUntilItsResultArrives() {
    var half = SampleJournal.entries().subList(0, 4);
    var step = StepView.of(half).getFirst();
    assertThat(step.calls().getFirst().result()).isEmpty();
    assertThat(step.evaluation()).isEmpty();
    assertThat(StepView.of(SampleJournal.entries()).getFirst().calls().getFirst().result())
        .isPresent();
  }

  @Test
  void costCountsStepsLeavesAndLostRequestsApart() {
    var turns = CostView.of(SampleJournal.entries()).turns();
    assertThat(turns.get(0).steps()).isEqualTo(Spend.NONE.reply(SampleJournal.USAGE));
    assertThat(turns.get(0).leaves()).isEqualTo(Spend.NONE.reply(SampleJournal.LEAF));
    assertThat(turns.get(1).steps().lost()).isEqualTo(2);
    assertThat(turns.get(1).total().lost()).isEqualTo(2);
  }

  @Test
  void compactionAndSelectionReplaceTheTranscriptButNotTheRecord() {
    var journal = sampleAnd(new SessionCompacted(List.of(DIGEST), AT));
    assertThat(MessageLog.current(MessageLog.folded(journal))).containsExactly(DIGEST);
    assertThat(MessageLog.whole(journal)).hasSize(4);
    assertThat(MessageLog.current(MessageLog.folded(sampleAnd(backToTheFirstHead()))))
        .containsExactly(DIGEST);
  }

  @Test
  void aVariableThatChangedSinceItsSaveHasNoSavedForm() {
    assertThat(VariableView.of(sampleAnd(stepOf(Map.of("answer", Sha256.of("43"))))))
        .contains(new VariableView("answer", Sha256.of("43"), Optional.empty(), Optional.empty()));
  }

  @Test
  void aHeadKeepsTheVariablesThatItFixed() {
    assertThat(
            VariableView.at(
                sampleAnd(stepOf(Map.of("answer", Sha256.of("43")))), SampleJournal.HEAD))
        .extracting(VariableView::name, view -> view.saved().isPresent())
        .containsExactly(tuple("answer", true));
  }

  @Test
  void aVariableThatIsGoneIsNotShown() {
    assertThat(VariableView.of(sampleAnd(stepOf(Map.of()))))
        .extracting(VariableView::name)
        .doesNotContain("later");
  }

  /** A third turn whose first step leaves these digests and removes {@code later}. */
  private static SessionEvent[] stepOf(Map<String, String> digests) {
    return new SessionEvent[] {
      new TurnOpened(3, TurnRequest.of("third", "go on"), AT),
      new ModelReplied(3, 1, Content.inline("..."), SampleJournal.USAGE, 0, AT),
      new CellsEvaluated(3, 1, List.of(), Content.inline(""), digests, List.of("later"), AT)
    };
  }

  @Test
  void goingBackToAHeadBringsItsVariables() {
    assertThat(VariableView.of(sampleAnd(backToTheFirstHead())))
        .extracting(VariableView::name, view -> view.saved().isPresent())
        .containsExactly(tuple("answer", true), tuple("replayed", false));
  }

  @Test
  void codeIsWhatStandsInJavaScriptFences() {
    var reply = "a\n```js\none\n```\n```json\n{}\n```\n```javascript\ntwo\n```\n";
    assertThat(Cells.of(reply).sources()).containsExactly("one\n", "two\n");
    assertThat(Cells.of("no code").sources()).isEmpty();
  }

  @Test
  void factsSayWhatHappened() {
    var facts =
        SampleJournal.entries().stream().map(entry -> EventFacts.of(entry.event())).toList();
    assertThat(facts)
        .contains(
            "model playbook:/old.yaml, profile default",
            "turn 1, count the errors",
            "turn 1 step 1, cell 1, lm",
            "turn 1 step 1, final, 2 variables",
            "turn 1, 1 variable, 1 not exact",
            "turn 2, error (ModelTimeout), 1 step");
  }
}
