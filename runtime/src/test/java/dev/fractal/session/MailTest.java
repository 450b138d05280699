package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.Letter.Mode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.view.CostView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session is told something while its turn runs; a real engine, a model that the test plays. */
final class MailTest {
  private static final SessionId ID = new SessionId("s-1");

  private final TestModels models = TestModels.held();
  private final SessionRig rig = SessionRig.inMemory(SessionRig.Lent.of(models, v8()));

  private static GuestKernelFactory v8() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    return new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private LiveSession running() {
    var session = rig.wake(ID);
    session.start(rig.spec(4));
    session.submit(TurnRequest.of("r-1", "go"));
    return session;
  }

  private static void told(LiveSession session, String text, Mode mode) {
    assertThat(LiveSession.get(session.tell(text, mode))).isInstanceOf(Done.class);
  }

  private static List<String> said(TestModels.Call call) {
    return call.request().messages().stream()
        .filter(message -> message.speaker() == Speaker.USER)
        .map(ChatMessage::text)
        .toList();
  }

  private static Kind refused(LiveSession session, String text, Mode mode) {
    return LiveSession.refusal(LiveSession.get(session.tell(text, mode))).kind();
  }

  private List<JournalEntry> journal() {
    var events = rig.events(ID);
    return IntStream.range(0, events.size())
        .mapToObj(i -> new JournalEntry(i + 1L, events.get(i)))
        .toList();
  }

  private static TurnOutcome finished(String json) {
    return new TurnOutcome.Finished(Content.inline(json));
  }

  @Test
  void aSteeredTurnReadsTheMessageWithItsNextRequestAndNotBefore() {
    var session = running();
    var first = models.next();
    told(session, "count the red ones\nonly", Mode.STEER);
    assertThat(said(first)).hasSize(1);
    assertThat(first.answer()).as("what runs goes on").isNotDone();
    first.cell("1");

    var second = models.next();
    assertThat(said(second))
        .hasSize(3)
        .last()
        .asString()
        .isEqualTo(frame("count the red ones\n> only"));
    second.cell("FINAL(2)");
    assertThat(session.result(1).outcome()).isEqualTo(finished("2"));
    assertThat(models.asked()).hasSize(2);
  }

  private static String frame(String lines) {
    return "[Message from the person \"kim\", %s. Each of its lines begins with \">\".]\n> %s"
        .formatted(SessionRig.NOW, lines);
  }

  @Test
  void aMessageOutlastsItsActor() {
    var session = running();
    models.next();
    told(session, "hurry", Mode.STEER);
    session.kill();

    session = rig.wake(ID);
    session.reply(SessionCommand.DescribeSession::new);
    models.next().cell("1");
    var second = models.next();
    assertThat(said(second)).last().asString().isEqualTo(frame("hurry"));
    session.kill();

    session = rig.wake(ID);
    session.reply(SessionCommand.DescribeSession::new);
    var again = models.next();
    assertThat(again.request().messages())
        .as("the same prompt")
        .isEqualTo(second.request().messages());
    again.cell("FINAL(1)");
    assertThat(session.result(1).outcome()).isEqualTo(finished("1"));
  }

  @Test
  void anInterruptedModelCallIsPaidForOnceAndMadeAnew() {
    var session = running();
    var first = models.next();
    told(session, "stop, the file is the other one", Mode.INTERRUPT);

    var second = models.next();
    rig.await(() -> assertThat(first.answer()).isCancelled());
    assertThat(second.request().key()).isNotEqualTo(first.request().key());
    assertThat(said(second)).hasSize(2).last().asString().contains("> stop, the file is");
    second.cell("FINAL(1)");
    var result = session.result(1);
    assertThat(result.outcome()).isEqualTo(finished("1"));
    assertThat(result.spend().lost()).as("one request whose spend nobody knows").isOne();
    assertThat(result.spend().replies()).isOne();
    assertThat(result.steps()).isOne();
    assertThat(CostView.of(journal()).total()).isEqualTo(result.spend());
  }

  @Test
  void anInterruptedCellHasErrorsInPlaceOfWhatItWaitsForAndOfWhatItAsksThen() {
    var session = running();
    models
        .next()
        .cell(
            "let seen = [];",
            "const end = async f => { try { await f(); } catch (e) { seen.push(e.name); } };",
            "await end(() => Promise.all([ask(\"Ok?\"), sleep(\"2h\")]));",
            "await end(() => ask(\"Really?\"));",
            "seen");
    rig.awaitWritten(ID, AskOpened.class);
    told(session, "nobody will answer", Mode.INTERRUPT);

    var second = models.next();
    assertThat(said(second).get(1)).contains("Interrupted").doesNotContain("AskTimedOut");
    assertThat(said(second)).last().asString().isEqualTo(frame("nobody will answer"));
    second.cell("FINAL(seen)");
    assertThat(session.result(1).outcome())
        .isEqualTo(finished("[\"Interrupted\",\"Interrupted\"]"));
  }

  @Test
  void whatIsToldToATurnThatEndsIsReadByTheNext() {
    var session = running();
    var first = models.next();
    told(session, "too late", Mode.STEER);
    first.cell("FINAL(1)");
    session.result(1);
    session.submit(TurnRequest.of("r-2", "go on"));

    assertThat(said(models.next())).contains(frame("too late"));
  }

  @Test
  void aQueuedMessageIsTheNextTurnOnce() {
    var session = running();
    var letter = new Letter("k-1", new Letter.Person("kim"), Mode.QUEUE, "and then?");
    for (int time = 0; time < 2; time++) {
      assertThat(LiveSession.get(session.tell(letter))).isEqualTo(new TurnAccepted(ID, 2));
    }
    models.next().cell("FINAL(1)");
    var second = models.next();
    assertThat(second.request().newest()).isEqualTo(frame("and then?"));
    second.cell("FINAL(2)");
    assertThat(session.result(2).outcome()).isEqualTo(finished("2"));
  }

  @Test
  void theSameKeyIsToldOnceOverARestartToo() {
    var session = running();
    var letter = new Letter("k-1", new Letter.Person("kim"), Mode.STEER, "once");
    for (int time = 0; time < 3; time++) {
      assertThat(LiveSession.get(session.tell(letter))).isInstanceOf(Done.class);
      session.kill();
      session = rig.wake(ID);
    }
    assertThat(rig.events(ID)).filteredOn(MessageReceived.class::isInstance).hasSize(1);
  }

  @Test
  void aSessionWithoutATurnAFullMailboxAndStrangersAreRefused() {
    var session = rig.wake(ID);
    session.start(rig.spec(4));
    assertThat(refused(session, "hello", Mode.STEER)).isEqualTo(Kind.NoTurnRuns);
    session.submit(TurnRequest.of("r-1", "go"));
    for (int n = 0; n < 25; n++) {
      told(session, "x".repeat(Letter.LONGEST_TEXT), Mode.STEER);
    }
    assertThat(refused(session, "one more", Mode.STEER)).isEqualTo(Kind.MailboxFull);
    var parent = new SessionId("other");
    var cousin = new Letter.Relative(new SessionId("x"), Optional.of(parent), ID);
    var letter = new Letter("k", cousin, Mode.STEER, "hello");
    assertThat(LiveSession.refusal(LiveSession.get(session.tell(letter))).kind())
        .isEqualTo(Kind.OtherTree);
    assertThat(((Described) session.reply(SessionCommand.DescribeSession::new)).status())
        .isEqualTo(SessionStatus.RUNNING);
  }

  @Test
  void aPausedTurnReadsWhatItWasToldWhenItGoesOn() {
    var session = running();
    var first = models.next();
    session.reply(SessionCommand.PauseSession::new);
    first.cell("1");
    rig.await(
        () ->
            assertThat(((Described) session.reply(SessionCommand.DescribeSession::new)).status())
                .isEqualTo(SessionStatus.PAUSED));
    told(session, "wait", Mode.INTERRUPT);
    session.reply(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));

    assertThat(said(models.next())).last().asString().isEqualTo(frame("wait"));
  }

  @Test
  void parentAndChildTellEachOtherAndTheCodeReadsItFirst() {
    var family = rig.family();
    var root = family.awake(ID);
    root.start(rig.spec(4));
    root.submit(TurnRequest.of("r-1", "go"));
    models
        .next()
        .cell(
            "const child = rlm(\"work\");",
            "await tell(child, \"begin with B\");",
            "let got = [];",
            "while ((got = await messages()).length === 0) await sleep(\"1ms\");",
            "const end = await child;",
            "got.map(m => [m.sender, m.text, m.from === end.session])");
    var child = SessionId.child(ID, CallKey.host(ID, 1, 1, 0, 0));
    var asked = models.next();
    assertThat(asked.request().key().value()).startsWith(child.value());
    rig.awaitWritten(child, MessageReceived.class);
    asked.cell("await tell(\"parent\", \"B is empty\")");
    var again = models.next();
    assertThat(said(again)).last().asString().contains("[Message from the session \"s-1\"");
    rig.await(
        () ->
            assertThat(rig.events(ID)).filteredOn(MessageReceived.class::isInstance).isNotEmpty());
    rig.clock().advance(Duration.ofSeconds(1));
    again.cell("FINAL(1)");

    var second = models.next();
    assertThat(second.request().newest()).contains("[\"session\", \"B is empty\", true]");
    assertThat(said(second)).noneMatch(text -> text.startsWith("[Message"));
  }

  @Test
  void whatIsNoAddresseeIsAnErrorInTheCell() {
    var session = running();
    models
        .next()
        .cell(
            "const out = [];",
            "for (const [to, text] of [[\"parent\", \"x\"], [7, \"x\"], [\"a b\", \"x\"],"
                + " [\"parent\", \" \"], [\"parent\"], [Promise.resolve(1), \"x\"]])",
            "  await tell(to, text).catch(e => out.push(e.name));",
            "FINAL(out)");
    assertThat(session.result(1).outcome())
        .isEqualTo(finished("[" + "\"BadArguments\",".repeat(5) + "\"TypeError\"]"));
    assertThat(rig.events(ID)).filteredOn(HostCallsRequested.class::isInstance).isNotEmpty();
  }
}
