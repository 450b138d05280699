package dev.fractal.session;

import static dev.fractal.session.DamagedSession.ID;
import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ReleaseRequest.AsRecorded;
import dev.fractal.protocol.ReleaseRequest.AtHead;
import dev.fractal.protocol.ReleaseRequest.Choice;
import dev.fractal.protocol.ReleaseRequest.NewestGood;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.session.DamagedSession.Damage;
import dev.fractal.session.LyingKernels.Mood;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases of sessions that stand still, once what was wrong is repaired and while it is not. */
final class ReleasedSessionsTest {
  @TempDir private Path directory;
  private DamagedSession damaged;

  @BeforeEach
  void open() {
    damaged = new DamagedSession(directory);
  }

  @AfterEach
  void close() {
    damaged.close();
  }

  private LiveSession quarantined(Damage damage) {
    damaged.damage(damage);
    var session = damaged.rig.wake(ID);
    if (damage == Damage.BARRED) {
      damaged.rig.await(() -> assertThat(damaged.listed()).isEqualTo(SessionStatus.QUARANTINED));
    }
    var why = refusal(get(session.await(3)));
    assertThat(why.kind()).as(why.message()).isEqualTo(Kind.SessionQuarantined);
    return session;
  }

  private static SessionReply ask(LiveSession session, String key, Choice choice) {
    var request = new ReleaseRequest(key, choice, "kim", "the disk was replaced");
    return session.reply(
        to -> new SessionCommand.ReleaseSession(request, Duration.ofSeconds(20), to));
  }

  private static Released released(LiveSession session, String key, Choice choice) {
    var reply = ask(session, key, choice);
    assertThat(reply).isInstanceOf(Released.class);
    return (Released) reply;
  }

  private List<SessionReleased> releases() {
    return damaged.journal().stream()
        .map(JournalEntry::event)
        .filter(SessionReleased.class::isInstance)
        .map(SessionReleased.class::cast)
        .toList();
  }

  private static TurnOutcome gave(int turn) {
    return new TurnOutcome.Finished(Content.inline("" + turn));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRepairedIsSeenAndTheTurnComesToItsEnd(Damage damage) {
    var session = quarantined(damage);
    damaged.repair(damage);

    var released = released(session, "k-1", new AsRecorded());

    assertThat(released.report().verdict()).as("%s", released).isEqualTo(Verdict.LIFTED);
    assertThat(released.report().reason().type()).isEqualTo(damage.type);
    assertThat(settled(get(session.await(3))).outcome()).isEqualTo(gave(3));
    assertThat(released(session, "k-1", new AsRecorded()).report()).isEqualTo(released.report());
    assertThat(releases())
        .singleElement()
        .satisfies(event -> assertThat(event.request().by()).isEqualTo("kim"));
    assertThat(refusal(ask(session, "k-2", new AsRecorded())).kind())
        .isEqualTo(Kind.NothingToRelease);
    session.kill();
    assertThat(damaged.run(damaged.rig.wake(ID), 4).outcome()).isEqualTo(gave(4));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStillWrongIsToldWithTheNewestHeadThatCanBeRestored(Damage damage) {
    var head = damaged.head(damage.good).id();
    var session = quarantined(damage);
    var before = damaged.journal();

    var released = released(session, "k-1", new AsRecorded());

    assertThat(released.report().verdict()).isEqualTo(Verdict.HELD);
    assertThat(released.report().head()).contains(head);
    assertThat(released.report().finding()).contains(head.value());
    assertThat(released.status()).isEqualTo(SessionStatus.QUARANTINED);
    assertThat(damaged.journal()).isEqualTo(before);
    assertThat(refusal(get(session.await(3))).kind()).isEqualTo(Kind.SessionQuarantined);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARRED")
  void itGoesOnThereWhenThatIsChosen(Damage damage) {
    var head = damaged.head(damage.good).id();
    var session = quarantined(damage);
    var before = damaged.journal();

    var released = released(session, "k-1", new NewestGood());

    assertThat(released.report().verdict()).as("%s", released).isEqualTo(Verdict.RESTARTED);
    assertThat(released.report().head()).contains(head);
    assertThat(damaged.journal().subList(0, before.size())).isEqualTo(before);
    assertThat(released(session, "k-1", new NewestGood()).report()).isEqualTo(released.report());
    assertThat(settled(get(session.await(3))).outcome()).isInstanceOf(TurnOutcome.Aborted.class);
    goesOn(session, head);
  }

  /** The next turns run, before and after a restart, on the variables of the head. */
  private void goesOn(LiveSession session, HeadId head) {
    damaged.kernels.are(Mood.HONEST);
    assertThat(damaged.run(session, 4).outcome()).isEqualTo(gave(4));
    session.kill();
    var again = damaged.rig.wake(ID);
    assertThat(damaged.run(again, 5).outcome()).isEqualTo(gave(5));
    var newest = damaged.head(5);
    assertThat(newest.variables()).containsKeys("v4", "v5").doesNotContainKey("v3");
    assertThat(newest.variables().keySet()).containsAll(variables(head));
  }

  private Set<String> variables(HeadId head) {
    return damaged.journal().stream()
        .map(JournalEntry::event)
        .filter(HeadPublished.class::isInstance)
        .map(event -> ((HeadPublished) event).head())
        .filter(one -> one.id().equals(head))
        .findFirst()
        .orElseThrow()
        .variables()
        .keySet();
  }

  @Test
  void aHeadThatIsNamedIsRestoredBeforeItIsGoneOnFrom() {
    var first = damaged.head(1).id();
    var second = damaged.head(2).id();
    var session = quarantined(Damage.VARIABLE);

    var broken = released(session, "k-1", new AtHead(second));
    assertThat(broken.report().verdict()).isEqualTo(Verdict.HELD);
    assertThat(refusal(ask(session, "k-2", new AtHead(HeadId.of("none")))).kind())
        .isEqualTo(Kind.UnknownHead);
    var good = released(session, "k-3", new AtHead(first));
    assertThat(good.report().verdict()).isEqualTo(Verdict.RESTARTED);
    goesOn(session, first);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARRED")
  void aKillInTheMiddleLeavesNothingAndTheSameKeyEndsIt(Damage damage) {
    var session = quarantined(damage);
    var before = damaged.journal();
    damaged.kernels.hold();
    var asked =
        session.ask(
            to ->
                new SessionCommand.ReleaseSession(
                    new ReleaseRequest("k-1", new NewestGood(), "kim", ""),
                    Duration.ofSeconds(20),
                    to));
    damaged.rig.await(() -> assertThat(damaged.kernels.isWaitedFor()).isTrue());
    session.kill();
    assertThat(refusal(get(asked)).kind()).isEqualTo(Kind.NotStored);
    damaged.kernels.open();
    assertThat(damaged.journal()).isEqualTo(before);

    var again = damaged.rig.wake(ID);
    assertThat(released(again, "k-1", new NewestGood()).report().verdict())
        .isEqualTo(Verdict.RESTARTED);
    goesOn(again, damaged.head(damage.good).id());
  }

  @Test
  void whoAsksWhileItIsReCheckedIsToldToAskAgain() {
    var session = quarantined(Damage.DIVERGED);
    damaged.kernels.hold();
    var request = new ReleaseRequest("k-1", new AsRecorded(), "kim", "");
    var first =
        session.ask(to -> new SessionCommand.ReleaseSession(request, Duration.ofSeconds(20), to));
    damaged.rig.await(() -> assertThat(damaged.kernels.isWaitedFor()).isTrue());

    assertThat(session.reply(to -> new SessionCommand.ReleaseSession(request, Duration.ZERO, to)))
        .isInstanceOf(SessionReply.ReleasePending.class);
    assertThat(refusal(ask(session, "k-2", new NewestGood())).kind()).isEqualTo(Kind.NotStored);
    damaged.kernels.open();
    assertThat(get(first)).isInstanceOf(Released.class);
  }

  @Test
  void aSuspendedSessionIsTriedAgain() {
    damaged.kernels.are(Mood.CRAMPED);
    var session = damaged.rig.wake(ID);
    assertThat(refusal(get(session.await(3))).kind()).isEqualTo(Kind.SessionSuspended);
    var again = released(session, "k-1", new AsRecorded());
    assertThat(again.report().verdict()).isEqualTo(Verdict.RETRIED);
    assertThat(refusal(get(session.await(3))).kind()).isEqualTo(Kind.SessionSuspended);

    damaged.kernels.are(Mood.HONEST);
    released(session, "k-2", new AsRecorded());

    assertThat(settled(get(session.await(3))).outcome()).isEqualTo(gave(3));
  }

  /** Any row lost or made unreadable, any text damaged: what is offered goes on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whateverIsDamagedWhatIsOfferedGoesOn(int seed) {
    var random = new Random(seed);
    long highest = damaged.store.journal().highest(ID);
    long event = 2L + random.nextInt((int) highest - 1);
    switch (random.nextInt(3)) {
      case 0 -> damaged.execute("DELETE FROM \"event_journal\"" + DamagedSession.row(event));
      case 1 ->
          damaged.execute(
              "UPDATE \"event_journal\" SET \"event_payload\" = X'00'" + DamagedSession.row(event));
      default ->
          damaged.execute(
              "UPDATE \"payload\" SET \"body\" = X'00' WHERE MOD(\"chars\", 3) = "
                  + random.nextInt(3));
    }
    var session = damaged.rig.wake(ID);
    var reply = get(session.await(3));
    if (!(reply instanceof SessionReply.Refused)) {
      assertThat(settled(reply).outcome()).isEqualTo(gave(3));
      return;
    }
    var before = damaged.journal();
    var released = released(session, "k-1", new NewestGood());
    assertThat(damaged.journal().subList(0, before.size())).isEqualTo(before);
    if (released.report().verdict() == Verdict.HELD) {
      assertThat(released.report().head()).isEmpty();
      assertThat(damaged.journal()).isEqualTo(before);
    } else {
      goesOn(session, released.report().head().orElseThrow());
    }
  }
}
