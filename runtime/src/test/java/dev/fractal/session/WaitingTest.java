package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns that wait for people and times, on real actors and a real engine. */
final class WaitingTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final AskId FIRST = new AskId(ID, 1, 1, 0, 0);

  private final TestModels models = TestModels.scripted(this::reply);
  private volatile String program = "";
  private final SessionRig rig = SessionRig.inMemory(SessionRig.Lent.of(models, v8()));

  private static GuestKernelFactory v8() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    return new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private CompletableFuture<ModelReply> reply(ModelRequest request) {
    return CompletableFuture.completedFuture(
        TestModels.reply(
            request.role() == ModelRequest.Role.LEAF
                ? request.newest().strip()
                : TestModels.cellOf(program)));
  }

  private LiveSession running(String code) {
    program = code;
    var session = rig.wake(ID);
    session.start(rig.spec(4));
    session.submit(TurnRequest.of("r-1", "go"));
    return session;
  }

  private <E extends SessionEvent> List<E> written(Class<E> type) {
    return rig.events(ID).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static TurnOutcome finished(String json) {
    return new TurnOutcome.Finished(Content.inline(json));
  }

  private void awaitWaiting(LiveSession session) {
    rig.await(() -> assertThat(status(session)).isEqualTo(SessionStatus.WAITING));
  }

  private static SessionStatus status(LiveSession session) {
    return session.reply(SessionCommand.DescribeSession::new) instanceof Described described
        ? described.status()
        : SessionStatus.PURGED;
  }

  private static Kind refused(SessionReply reply) {
    return LiveSession.refusal(reply).kind();
  }

  private static String why(SessionReply reply) {
    return LiveSession.refusal(reply).message();
  }

  @Test
  void aLaneAsksWhileTheOthersGoOnAndAWeekLaterItIsAnsweredElsewhere() {
    var session =
        running(
            """
            const lanes = ["a", "b", "c", "d", "e"].map(async (x, i) =>
              i === 2 ? await ask("May I go on with " + x + "?") : await lm("", await lm("", x)));
            FINAL(await Promise.all(lanes))
            """);
    awaitWaiting(session);
    var calls = models.asked();
    session.kill();
    rig.clock().advance(Duration.ofDays(7));

    session = rig.wake(ID);
    assertThat(status(session)).isEqualTo(SessionStatus.WAITING);
    var question = written(AskOpened.class).getFirst();
    var ask = new AskId(ID, question.turn(), question.step(), question.cell(), question.call());
    assertThat(LiveSession.get(session.answer(ask, "\"yes\"", "ada"))).isInstanceOf(Done.class);

    var result = session.result(1);
    assertThat(result.outcome()).isEqualTo(finished("[\"a\",\"b\",\"yes\",\"d\",\"e\"]"));
    assertThat(models.asked()).as("nothing is asked again").isEqualTo(calls);
    assertThat(result.spend().lost()).isZero();
    assertThat(written(CallsRepeated.class)).isEmpty();
    assertThat(written(AskAnswered.class))
        .singleElement()
        .satisfies(answered -> assertThat(answered.by()).isEqualTo("ada"));
  }

  @Test
  void aTimerOutlastsItsActorAndTheTurnsOwnTime() {
    var session = running("await sleep(\"2h\"); FINAL(typeof (await sleep(0)))");
    awaitWaiting(session);
    session.kill();
    rig.clock().advance(Duration.ofMinutes(119));

    session = rig.wake(ID);
    assertThat(status(session)).as("a minute too early").isEqualTo(SessionStatus.WAITING);
    rig.clock().advance(Duration.ofMinutes(1));

    assertThat(status(session)).isNotNull();
    assertThat(session.result(1).outcome()).isEqualTo(finished("\"undefined\""));
    assertThat(written(TimerSet.class)).hasSize(2);
    assertThat(written(TimerFired.class)).hasSize(2);
  }

  /** Longer than a scheduler takes, and long before all times. */
  @Test
  void timesFarOffAreWaitedForAndTimesLongPastAreOver() {
    var session =
        running(
            """
            await sleepUntil("-999999999-01-01T00:00:00Z");
            await sleepUntil("1066-10-14T09:00:00+01:00");
            await Promise.all([sleep("3650d"), ask("\\u00dc\\u{1f600}?", {timeout: "3650d"}).catch(e => e.name)]);
            FINAL("at last")
            """);
    rig.await(() -> assertThat(written(AskOpened.class)).hasSize(1));
    rig.await(() -> assertThat(written(TimerSet.class)).hasSize(3));
    awaitWaiting(session);
    assertThat(written(TimerFired.class)).hasSize(2);
    session.kill();
    rig.clock().advance(Duration.ofDays(3649));

    session = rig.wake(ID);
    assertThat(status(session)).isEqualTo(SessionStatus.WAITING);
    rig.clock().advance(Duration.ofDays(1));
    assertThat(status(session)).isNotNull();
    assertThat(session.result(1).outcome()).isEqualTo(finished("\"at last\""));
  }

  @Test
  void theFirstOfAQuestionAndATimerWinsAndTheOtherIsWithdrawn() {
    var session =
        running(
            """
            const asked = ask("Are you there?");
            const won = await Promise.race([asked.catch(e => e.name), sleep("1h").then(() => "late")]);
            asked.cancel();
            FINAL(won)
            """);
    awaitWaiting(session);
    session.kill();
    rig.clock().advance(Duration.ofHours(1));

    session = rig.wake(ID);
    assertThat(session.result(1).outcome()).isEqualTo(finished("\"late\""));
    var late = LiveSession.get(session.answer(FIRST, "\"here\"", "ada"));
    assertThat(refused(late)).isEqualTo(Kind.AskClosed);
    assertThat(why(late)).contains("nobody waits for it any more");
  }

  @Test
  void whatDoesNotFitIsRefusedWithThePlaceThatIsWrong() {
    var session =
        running(
            """
            FINAL(await ask("How many?", {schema: {type: "object", required: ["count"],
              properties: {count: {type: "integer", minimum: 1}}}}))
            """);
    awaitWaiting(session);

    for (var wrong : List.of("{\"count\": 0}", "{\"count\": \"3\"}", "{}", "3", "not JSON", "")) {
      var refusal = LiveSession.get(session.answer(FIRST, wrong, "ada"));
      assertThat(refused(refusal)).as(wrong).isEqualTo(Kind.AnswerMisfit);
      assertThat(why(refusal)).as(wrong).contains("s-1:1.1.0.0");
    }
    assertThat(why(LiveSession.get(session.answer(FIRST, "{\"count\": 0}", "ada"))))
        .contains("count");
    assertThat(LiveSession.get(session.answer(FIRST, "{\"count\": 3}", "ada")))
        .isInstanceOf(Done.class);
    assertThat(session.result(1).outcome()).isEqualTo(finished("{\"count\":3}"));
  }

  @Test
  void ofTwoWhoAnswerAtOnceOneWinsAndTheOtherIsToldWhatWasSaid() {
    var session = running("FINAL(await ask(\"Red or blue?\", {choices: [\"red\", \"blue\"]}))");
    awaitWaiting(session);
    assertThat(refused(LiveSession.get(session.answer(FIRST, "\"green\"", "eve"))))
        .isEqualTo(Kind.AnswerMisfit);

    var ada = session.answer(FIRST, "\"red\"", "ada");
    var bob = session.answer(FIRST, "\"blue\"", "bob");
    var replies = List.of(LiveSession.get(ada), LiveSession.get(bob));

    assertThat(replies).hasAtLeastOneElementOfType(Done.class);
    var lost = replies.stream().filter(Refused.class::isInstance).findFirst().orElseThrow();
    assertThat(refused(lost)).isEqualTo(Kind.AskClosed);
    var first = written(AskAnswered.class);
    assertThat(first).hasSize(1);
    assertThat(why(lost)).contains(first.getFirst().by()).containsPattern("\"(red|blue)\"");
    boolean isAda = first.getFirst().by().equals("ada");
    assertThat(
            LiveSession.get(
                session.answer(FIRST, isAda ? "\"red\"" : "\"blue\"", isAda ? "ada" : "bob")))
        .as("the winner asks again")
        .isInstanceOf(Done.class);
    assertThat(session.result(1).outcome()).isEqualTo(finished(isAda ? "\"red\"" : "\"blue\""));
  }

  @Test
  void nobodyAnswersInTimeAndADefaultStandsIn() {
    var session =
        running(
            """
            const late = ask("Now?", {timeout: "1h"}).catch(e => e.name + "/" + (e instanceof Error));
            const given = ask("Then?", {timeout: "2h", choices: ["yes", "no"], default: "no"});
            FINAL([await late, await given])
            """);
    awaitWaiting(session);
    rig.clock().advance(Duration.ofHours(1));
    assertThat(status(session)).isNotNull();
    rig.await(() -> assertThat(written(TimerFired.class)).hasSize(1));
    awaitWaiting(session);
    rig.clock().advance(Duration.ofHours(1));
    assertThat(status(session)).isNotNull();

    assertThat(session.result(1).outcome()).isEqualTo(finished("[\"AskTimedOut/true\",\"no\"]"));
    var late = LiveSession.get(session.answer(FIRST, "\"now\"", "ada"));
    assertThat(why(late)).contains("its time was over");
  }

  @Test
  void whoDeclinesGivesTheReasonToTheCell() {
    var session = running("FINAL(await ask(\"Ok?\").catch(e => e.name + \": \" + e.message))");
    awaitWaiting(session);
    var no = new AskReply(new AskReply.Decline("not mine to say"), "ada");
    assertThat(session.reply(to -> new SessionCommand.AnswerAsk(FIRST, no, to)))
        .isInstanceOf(Done.class);
    assertThat(session.result(1).outcome()).isEqualTo(finished("\"AskDeclined: not mine to say\""));
  }

  /** What was approved is called, and nothing else, whatever the cell does meanwhile. */
  @Test
  void anApprovedCallIsMadeAsItWasApprovedAndTheNextOneAsksAgain() {
    var session =
        approving(
            """
            const q = {text: "first"};
            const p = lm("", q.text);
            q.text = "changed";
            const one = await p;
            FINAL([one, await lm("", "first").catch(e => e.name + ": " + e.message)])
            """,
            "lm");
    awaitWaiting(session);
    assertThat(models.asked()).as("the step alone").hasSize(1);
    assertThat(written(AskOpened.class).getFirst().ask().approves()).contains("lm");
    for (var wrong :
        List.of(
            new AskReply.Value("\"yes\""),
            new AskReply.Decline("no"),
            new AskReply.Approve(Optional.of("{}")),
            new AskReply.Approve(Optional.of("[")))) {
      assertThat(refused(said(session, FIRST, wrong))).isEqualTo(Kind.AnswerMisfit);
    }
    session.kill();

    session = rig.wake(ID);
    var edited = new AskReply.Approve(Optional.of("[\"\", \"edited\", \"text\"]"));
    assertThat(said(session, FIRST, edited)).isInstanceOf(Done.class);
    awaitWaiting(session);
    var second = new AskId(ID, 1, 1, 0, 1);
    assertThat(said(session, second, new AskReply.Reject("once is enough")))
        .isInstanceOf(Done.class);

    assertThat(session.result(1).outcome())
        .isEqualTo(finished("[\"edited\",\"Rejected: once is enough\"]"));
    assertThat(models.asked()).as("the step and the call that was approved").hasSize(2);
    assertThat(why(said(session, FIRST, new AskReply.Reject("late"))))
        .contains("ada was first")
        .contains("approved with");
  }

  @Test
  void manyCallsWaitForTheirOwnYes() {
    var session = approving("FINAL(await mapLm([1, 2, 3, 4, 5, 6], \"?\"))", "mapLm");
    awaitWaiting(session);
    assertThat(written(AskOpened.class)).hasSize(6);
    for (int call = 0; call < 6; call++) {
      var words =
          call % 2 == 0 ? new AskReply.Approve(Optional.empty()) : new AskReply.Reject("no");
      assertThat(said(session, new AskId(ID, 1, 1, 0, call), words)).isInstanceOf(Done.class);
    }

    assertThat(session.result(1).outcome().toString()).contains("Rejected: no");
    assertThat(models.asked()).hasSize(1 + 3);
  }

  private static SessionReply said(LiveSession session, AskId ask, AskReply.Words words) {
    return session.reply(to -> new SessionCommand.AnswerAsk(ask, new AskReply(words, "ada"), to));
  }

  /** A session in which calls of a function need a yes. */
  private LiveSession approving(String code, String function) {
    program = code;
    var session = rig.wake(ID);
    var spec = rig.spec(4);
    var authority = spec.authority();
    var capability = authority.capability().needing(new Approvals(List.of(function)));
    session.start(spec.with(authority.with(authority.profile(), capability)));
    session.submit(TurnRequest.of("r-1", "go"));
    return session;
  }

  @Test
  void aTurnCanNeedMoreApprovalsThanItsSessionAndTheNextOneDoesNot() {
    program = "FINAL(await lm(\"\", \"a\"))";
    var session = rig.wake(ID);
    session.start(rig.spec(4));
    var request = TurnRequest.of("r-1", "go").needing(new Approvals(List.of("lm")));
    session.submit(request);
    awaitWaiting(session);
    session.kill();
    session = rig.wake(ID);
    session.submit(request);
    assertThat(written(AskOpened.class))
        .singleElement()
        .satisfies(opened -> assertThat(opened.ask().approves()).contains("lm"));
    assertThat(said(session, FIRST, new AskReply.Approve(Optional.empty())))
        .isInstanceOf(Done.class);
    assertThat(session.result(1).outcome()).isEqualTo(finished("\"a\""));

    session.submit(TurnRequest.of("r-2", "go"));
    assertThat(session.result(2).outcome()).isEqualTo(finished("\"a\""));
    assertThat(written(AskOpened.class)).hasSize(1);
  }

  @Test
  void aTurnThatWaitsCanBeCancelledAndStoppedAndAnswersComeTooLate() {
    var session = running("FINAL(await ask(\"Ok?\"))");
    awaitWaiting(session);
    assertThat(session.reply(to -> new SessionCommand.StopSession(true, to)))
        .isEqualTo(new Done(ID, SessionStatus.STOPPED));
    assertThat(refused(LiveSession.get(session.answer(FIRST, "\"yes\"", "ada"))))
        .isEqualTo(Kind.AskClosed);
    assertThat(refused(LiveSession.get(session.answer(new AskId(ID, 9, 1, 0, 0), "1", "ada"))))
        .isEqualTo(Kind.UnknownAsk);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ask()",
        "ask(7)",
        "ask(\"  \")",
        "ask(\"x\".repeat(4001))",
        "ask(\"q\", 3)",
        "ask(\"q\", {chioces: [\"a\"]})",
        "ask(\"q\", {choices: []})",
        "ask(\"q\", {choices: \"a\"})",
        "ask(\"q\", {choices: [\"a\", \"a\"]})",
        "ask(\"q\", {choices: [\"a\", 2]})",
        "ask(\"q\", {choices: Array.from({length: 51}, (_, i) => \"c\" + i)})",
        "ask(\"q\", {choices: [\"a\"], schema: {}})",
        "ask(\"q\", {choices: [\"a\"], default: \"b\"})",
        "ask(\"q\", {schema: {type: \"nonsense\"}})",
        "ask(\"q\", {schema: {type: \"number\"}, default: \"b\"})",
        "ask(\"q\", {default: 4})",
        "ask(\"q\", {timeout: \"soon\"})",
        "ask(\"q\", {timeout: -1})",
        "ask(\"q\", {to: 5})",
        "ask(\"q\", {to: \"\"})",
        "ask(\"q \\ud83d\")",
        "ask(\"q\", {to: \"\\udc00\"})",
        "ask(\"q\", {choices: [\"\\ud83d!\"]})",
        "sleep()",
        "sleep(\"a while\")",
        "sleep(-1)",
        "sleep(1.5)",
        "sleep(\"99999d\")",
        "sleep({})",
        "sleepUntil()",
        "sleepUntil(\"tomorrow\")",
        "sleepUntil(\"2030-12-24T18:00:00\")",
        "sleepUntil(1e12)",
      })
  void whatIsNoQuestionAndNoTimeIsAnErrorThatTheCellCanCatch(String call) {
    var session =
        running("FINAL(await %s.catch(e => e.name + \": \" + e.message))".formatted(call));

    var outcome = session.result(1).outcome();

    assertThat(outcome.toString()).contains("BadArguments: ");
    assertThat(written(AskOpened.class)).isEmpty();
    assertThat(written(TimerSet.class)).isEmpty();
  }
}
