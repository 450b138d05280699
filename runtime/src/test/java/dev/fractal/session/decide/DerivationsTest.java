package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.answer;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.Derivation.Attachment;
import dev.fractal.protocol.spec.Derivation.Fork;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.SessionMessage.SourceLoaded;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.Ledger;
import dev.fractal.session.state.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How sessions begin that go on from another one's head. */
final class DerivationsTest {
  private static final SessionId HEIR = new SessionId("heir");
  private static final Limits LIMITS = new Limits(4, 50, 50, 50);

  private static void run(Given given, int turn) {
    given.whenRun(turn);
    given.when(answer(turn, 1));
    given.when(stepDone(turn, 1, 0, outcome(turn, 1, Optional.of("1"))));
  }

  /** Two finished turns, then an aborted one. */
  private static Given source() {
    var given = given(started());
    run(given, 1);
    run(given, 2);
    given.whenRun(3);
    given.when(answer(3, 1));
    given.when(stepDone(3, 1, 0, outcome(3, 1, Optional.empty())));
    given.whenCancelled(3);
    return given;
  }

  private static List<HeadId> heads(Given given) {
    return given.journal().stream()
        .filter(HeadPublished.class::isInstance)
        .map(event -> ((HeadPublished) event).head().id())
        .toList();
  }

  private static Fork fork(Optional<HeadId> head, Optional<Profile> profile) {
    return new Fork(Samples.ID, head, Optional.empty(), profile, Budget.UNLIMITED);
  }

  private static Fork fork() {
    return fork(Optional.empty(), Optional.empty());
  }

  /** A session of the same tree that calls for the source's state. */
  private static Attachment attachment(Profile caller, Profile wish) {
    var child = Samples.SPEC.child(Samples.ID);
    var authority =
        child.authority().with(wish.label(), wish.under(LIMITS).meet(caller.under(LIMITS)));
    return new Attachment(
        Samples.ID, Optional.empty(), child.with(authority), caller.under(LIMITS));
  }

  private static Decision derive(Given heir, Derivation derivation, List<SessionEvent> source) {
    var command = new ForkSession(derivation, Given.NOBODY);
    var found = Rewind.source(derivation.head(), source);
    return heir.took(
        new CommandDecider(HEIR, Samples.WORLD)
            .fetched(heir.state(), new SourceLoaded(command, found), Samples.T0));
  }

  private static Decision derive(Derivation derivation, Given source) {
    return derive(given(), derivation, source.journal());
  }

  @Test
  void aForkIsLookedUpFirstAndThenBeginsInOneWrite() {
    var heir = given();
    assertThat(heir.when(to -> new ForkSession(fork(), to)).answer())
        .isEqualTo(new Answer.LoadSource());
    var source = source();

    var decision = derive(heir, fork(), source.journal());

    assertThat(names(decision)).containsExactly("SessionStarted", "EdgeAdded", "HeadSelected");
    assertThat(decision.answer()).isEqualTo(new Answer.Status());
    assertThat(((EdgeAdded) decision.events().get(1)).edge())
        .isEqualTo(Edge.derivation(Samples.ID, heads(source).get(1)));
    var core = heir.live().core();
    assertThat(core.id()).isEqualTo(HEIR);
    assertThat(core.workspace().digests())
        .isEqualTo(source.live().core().workspace().digests())
        .isNotEmpty();
    assertThat(core.transcript().window())
        .extracting(Message::content)
        .isEqualTo(
            source.live().core().transcript().window().stream().map(Message::content).toList());
    assertThat(core.spec()).isEqualTo(Samples.SPEC);
    assertThat(core.lineage().usable()).contains(heads(source).get(1));
    assertThat(core.ledger()).isEqualTo(Ledger.EMPTY);
  }

  @Test
  void anOlderHeadIsTakenByItsId() {
    var source = source();
    var heir = given();
    derive(heir, fork(Optional.of(heads(source).getFirst()), Optional.empty()), source.journal());
    assertThat(heir.live().core().workspace().digests().get("x")).isEqualTo(Samples.digest(1, 1));
  }

  @Test
  void wreckageIsTakenByItsIdAloneAndItsStepsKeepWhoEvaluatedThem() {
    var source = source();
    var heir = given();
    derive(heir, fork(Optional.of(heads(source).getLast()), Optional.empty()), source.journal());
    var workspace = heir.live().core().workspace();
    assertThat(workspace.digests().get("x")).isEqualTo(Samples.digest(3, 1));
    assertThat(workspace.replay())
        .singleElement()
        .extracting(step -> step.origin().orElseThrow())
        .isEqualTo(Samples.ID);

    var onlyWreckage = given(started(), opened(1), replied(1, 1), evaluated(1, 1));
    onlyWreckage.whenCancelled(1);
    assertThat(refusal(derive(fork(), onlyWreckage))).isEqualTo(Kind.UnknownHead);
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(refusal(derive(fork(), given()))).isEqualTo(Kind.UnknownSession);
    assertThat(refusal(derive(fork(), given(started())))).isEqualTo(Kind.UnknownHead);
    var nothing = Optional.of(HeadId.of("nothing"));
    assertThat(refusal(derive(fork(nothing, Optional.empty()), source())))
        .isEqualTo(Kind.UnknownHead);
    var purged = source().and(new SessionEvent.SessionPurged(Samples.ID, Samples.T0));
    assertThat(refusal(derive(fork(), purged))).isEqualTo(Kind.UnknownSession);
  }

  @Test
  void theHeadsOfAQuarantinedSessionAreSaved() {
    var broken = source().and(new SessionEvent.Unreadable("later/7", "is unknown", Samples.T0));
    assertThat(names(derive(fork(), broken))).contains("HeadSelected");
  }

  @Test
  void theSameForkAgainIsAnsweredLikeTheFirstTimeThoughTheSourceWentOn() {
    var source = source();
    var heir = given();
    derive(heir, fork(), source.journal());
    run(source, 4);
    var first = heads(source).get(1);

    for (var same : List.of(fork(), fork(Optional.of(first), Optional.empty()))) {
      var again = derive(heir, same, source.journal());
      assertThat(again.answer()).isEqualTo(new Answer.Status());
      assertThat(again.events()).isEmpty();
    }
    var newest = fork(Optional.of(heads(source).getLast()), Optional.empty());
    assertThat(refusal(derive(heir, newest, source.journal()))).isEqualTo(Kind.SessionExists);
    var otherModels =
        new Fork(
            Samples.ID,
            Optional.empty(),
            Optional.of(ModelChoice.all("fake:other")),
            Optional.empty(),
            Budget.UNLIMITED);
    assertThat(refusal(derive(heir, otherModels, source.journal()))).isEqualTo(Kind.SessionExists);
    assertThat(refusal(derive(given(started()), fork(), source.journal())))
        .isEqualTo(Kind.SessionExists);
  }

  @Test
  void aForkOfAForkBeforeItsFirstTurnGoesOnFromTheSameHead() {
    var source = source();
    var heir = given();
    derive(heir, fork(), source.journal());
    var grandchild = given();
    var second =
        new Fork(HEIR, Optional.empty(), Optional.empty(), Optional.empty(), Budget.UNLIMITED);
    derive(grandchild, second, heir.journal());
    assertThat(grandchild.live().core().workspace().digests())
        .isEqualTo(heir.live().core().workspace().digests());
    assertThat(grandchild.live().core().identity().origin())
        .contains(new Core.Origin(HEIR, heads(source).get(1)));
  }

  @Test
  void aForkMayNarrowAndNeverWiden() {
    var refused = derive(fork(Optional.empty(), Optional.of(Profile.TRUSTED)), source());
    assertThat(refusal(refused)).isEqualTo(Kind.WiderThanSource);

    var heir = given();
    derive(heir, fork(Optional.empty(), Optional.of(Profile.LOCKED_DOWN)), source().journal());
    var authority = heir.live().core().spec().authority();
    assertThat(authority.profile()).isEqualTo("locked-down");
    assertThat(authority.capability())
        .isEqualTo(Profile.LOCKED_DOWN.under(LIMITS))
        .matches(narrow -> narrow.isAtMost(Samples.SPEC.authority().capability()));
  }

  @Test
  void aTightenedSourceIsNotWidenedByItsOwnProfilesName() {
    var tight = Profile.LOCKED_DOWN.under(LIMITS);
    var authority = Samples.SPEC.authority().with("default", tight);
    var source = given(started(Samples.SPEC.with(authority)));
    run(source, 1);
    assertThat(refusal(derive(fork(Optional.empty(), Optional.of(Profile.DEFAULT)), source)))
        .isEqualTo(Kind.WiderThanSource);
  }

  @Test
  void variablesThatAreRebuiltByEvaluatingNeedTheProfileThatTheyWereMadeUnder() {
    var source = source();
    var wreckage = Optional.of(heads(source).getLast());
    assertThat(refusal(derive(fork(wreckage, Optional.of(Profile.LOCKED_DOWN)), source)))
        .isEqualTo(Kind.WorldMismatch);
  }

  @Test
  void aForkNeedsTheApprovalsOfItsSourceAndThoseThatItAsksFor() {
    var random = new Random(43);
    var names = List.of("sh", "lm", "rlm", "writeFile", "web.*", "*");
    for (int round = 0; round < 200; round++) {
      var had = names.stream().filter(_ -> random.nextInt(4) == 0).toList();
      var asked = names.stream().filter(_ -> random.nextInt(4) == 0).toList();
      var profile = Optional.of(Profile.LOCKED_DOWN).filter(_ -> random.nextBoolean());
      var authority = Samples.SPEC.authority();
      var capability = authority.capability().needing(new Approvals(had));
      var source =
          given(started(Samples.SPEC.with(authority.with(authority.profile(), capability))));
      run(source, 1);
      var fork =
          new Fork(
              Samples.ID,
              Optional.empty(),
              Optional.empty(),
              profile,
              Budget.UNLIMITED,
              BudgetPolicy.USUAL,
              asked);
      var heir = given();

      derive(heir, fork, source.journal());

      var approve = heir.live().core().spec().authority().capability().approve();
      assertThat(approve).isEqualTo(new Approvals(had).union(new Approvals(asked)));
      assertThat(heir.when(to -> new ForkSession(fork, to)).answer())
          .isEqualTo(new Answer.Status());
    }
  }

  @Test
  void aForkThatIsAskedForAgainWithMoreApprovalsIsAnother() {
    var heir = given();
    derive(heir, fork(), source().journal());
    var more =
        new Fork(
            Samples.ID,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Budget.UNLIMITED,
            BudgetPolicy.USUAL,
            List.of("sh"));
    assertThat(refusal(heir.when(to -> new ForkSession(more, to)))).isEqualTo(Kind.SessionExists);
  }

  @Test
  void aForkInAnotherWorldIsRefused() {
    var command = new ForkSession(fork(), Given.NOBODY);
    var found = Rewind.source(Optional.empty(), source().journal());
    for (var world :
        List.of(
            new NodeStamp("doctrine/2", "fake/1", 1, 1, 2, Map.of()),
            new NodeStamp("doctrine/1", "fake/2", 1, 1, 2, Map.of()))) {
      var decision =
          new CommandDecider(HEIR, world)
              .fetched(SessionState.absent(), new SourceLoaded(command, found), Samples.T0);
      assertThat(refusal(decision)).isEqualTo(Kind.WorldMismatch);
    }
  }

  @Test
  void anAttachedChildIsTheCallersAndMayDoWhatCallerAndSourceBothMay() {
    var heir = given();
    derive(heir, attachment(Profile.TRUSTED, Profile.TRUSTED), source().journal());
    var spec = heir.live().core().spec();
    assertThat(spec.descent()).isEqualTo(Samples.SPEC.child(Samples.ID).descent());
    assertThat(spec.authority().capability()).isEqualTo(capability(Samples.SPEC));
    assertThat(heir.live().core().workspace().digests()).isNotEmpty();
  }

  @Test
  void aMorePrivilegedSourceIsNotDriven() {
    var attachment = attachment(Profile.LOCKED_DOWN, Profile.LOCKED_DOWN);
    assertThat(refusal(derive(attachment, source()))).isEqualTo(Kind.SourceMorePrivileged);
  }

  @Test
  void aSessionOfAnotherTreeIsNotAttachedTo() {
    var elsewhere = Samples.SPEC.child(new SessionId("another-root"));
    var attachment = new Attachment(Samples.ID, Optional.empty(), elsewhere, capability(elsewhere));
    assertThat(refusal(derive(attachment, source()))).isEqualTo(Kind.OtherTree);
  }

  private static Capability capability(SessionSpec spec) {
    return spec.authority().capability();
  }

  @Test
  void theFirstTurnSaysThatVariablesAreThereAndADigestTellsWhoseTurnsTheyWere() {
    var heir = given();
    derive(heir, fork(), source().journal());
    heir.and(opened(1));
    assertThat(heir.live().core().transcript().window())
        .filteredOn(message -> message.author() == Author.FRAME && message.turn() == 1)
        .singleElement()
        .extracting(message -> ((Content.Inline) message.content()).text())
        .asString()
        .contains("Variables of earlier turns are still defined.");

    var other = given();
    derive(other, fork(), source().journal());
    other.when(SessionCommand.CompactSession::new);
    var digest = (Content.Inline) other.live().core().transcript().window().getFirst().content();
    assertThat(digest.text()).contains("Turn of the source asked: task 1");
  }
}
