package dev.fractal.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.SampleJournal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeLogTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final SessionId ROOT = new SessionId("root");
  private static final SessionId CHILD = new SessionId("root~a");
  private static final SessionId GRANDCHILD = new SessionId("root~b");
  private static final SessionId STRANGER = new SessionId("stranger");

  private final MemoryStore store = new MemoryStore();
  private final TreeLog log = new TreeLog(ROOT, store, Clock.fixed(NOW, ZoneOffset.UTC));

  private static SessionEvent started(SessionId session, Descent descent) {
    var spec = SampleJournal.spec();
    return new SessionStarted(
        session,
        new SessionSpec(
            spec.models(),
            spec.limits(),
            descent,
            spec.authority(),
            spec.budget(),
            spec.doctrine(),
            spec.kernel()),
        NOW);
  }

  private void grow() {
    add(STRANGER, started(STRANGER, Descent.ROOT));
    add(ROOT, started(ROOT, Descent.ROOT));
    add(CHILD, started(CHILD, Descent.ROOT.child(ROOT)));
    add(STRANGER, new StopRequested(NOW));
    add(GRANDCHILD, started(GRANDCHILD, Descent.ROOT.child(ROOT).child(CHILD)));
    add(ROOT, new StopRequested(NOW));
  }

  private void add(SessionId session, SessionEvent event) {
    store.begin(session, NOW, event).commit();
  }

  private static List<String> told(List<RecordedEvents> events) {
    return events.stream().map(e -> e.session() + "/" + e.entry().sequence()).toList();
  }

  @Test
  void aTreeHasTheEventsOfItsMembersAndNoOthers() {
    grow();
    var page = log.read(log.beginning());

    assertThat(told(page.events())).containsExactly("root/1", "root~a/1", "root~b/1", "root/2");
    assertThat(log.members()).containsExactlyInAnyOrder(ROOT, CHILD, GRANDCHILD);
    assertThat(log.read(page.end()).events()).isEmpty();
  }

  @Test
  void aTreeIsToldFromAnEventOfItsTopOn() {
    grow();
    assertThat(told(log.read(log.before(2)).events())).containsExactly("root/2");
    store.begin(ROOT, NOW, new StopRequested(NOW), new StopRequested(NOW)).commit();
    assertThat(told(log.read(log.before(4)).events())).containsExactly("root/4");
    assertThat(log.before(1)).isEqualTo(log.beginning());
    assertThat(log.before(5)).isEqualTo(log.beginning());
  }

  /** A reader begins with small pages, so that its first event is soon there. */
  @Test
  void pagesOfAnySizeTellTheSame() {
    grow();
    var told = new ArrayList<String>();
    var cursor = log.beginning();
    boolean more = true;
    while (more) {
      var page = log.read(cursor, 1);
      assertThat(page.events()).hasSizeLessThanOrEqualTo(1);
      told.addAll(told(page.events()));
      cursor = page.end();
      more = page.more();
    }

    assertThat(told).isEqualTo(told(log.read(log.beginning()).events())).hasSize(4);
    assertThat(cursor).isEqualTo(log.read(log.beginning()).end());
  }

  @Test
  void aSubtreeIsWhatIsBelowItsTop() {
    grow();
    var below = new TreeLog(CHILD, store, Clock.fixed(NOW, ZoneOffset.UTC));

    assertThat(told(below.read(below.beginning()).events()))
        .containsExactly("root~a/1", "root~b/1");
  }

  @Test
  void aSessionThatOnlyLooksLikeAMemberIsNone() {
    grow();
    var impostor = new SessionId("root~c");
    add(impostor, started(impostor, Descent.ROOT));

    assertThat(told(log.read(log.beginning()).events())).doesNotContain("root~c/1");
  }

  @Test
  void anEventThatIsCommittedLateComesOnceAndIsWaitedFor() {
    grow();
    var late = store.begin(CHILD, NOW, new StopRequested(NOW));
    add(ROOT, new StopRequested(NOW));

    var first = log.read(log.beginning());
    assertThat(told(first.events())).endsWith("root/2", "root/3");
    assertThat(first.end().wire()).isEqualTo("143.112-127");

    late.commit();
    var second = log.read(Cursor.read(first.end().wire()).orElseThrow());
    assertThat(told(second.events())).containsExactly("root~a/2");
    assertThat(second.end().wire()).isEqualTo("143");
  }

  @Test
  void aSessionsEventsComeInTheirOrderThoughTheyAreCommittedBetweenTwoReads() {
    grow();
    var late = store.begin(CHILD, NOW, new StopRequested(NOW));
    add(ROOT, new StopRequested(NOW));
    var first = log.read(log.beginning());
    store.meanwhile(
        () -> {
          late.commit();
          add(CHILD, new StopRequested(NOW));
        });

    var second = log.read(first.end());
    var third = log.read(second.end());

    assertThat(told(second.events())).containsExactly("root~a/2");
    assertThat(told(third.events())).containsExactly("root~a/3");
  }

  @Test
  void whoComesBackInTheMiddleOfARowGetsTheRestOfIt() {
    grow();
    var late = store.begin(CHILD, NOW, new StopRequested(NOW), new StopRequested(NOW));
    store.begin(ROOT, NOW, new StopRequested(NOW), new StopRequested(NOW)).commit();

    var first = log.read(log.beginning());
    assertThat(told(first.events())).endsWith("root/3", "root/4");
    var middle = first.events().get(first.events().size() - 2).at();
    assertThat(middle.wire()).isEqualTo("128.112-127");
    late.commit();

    var rest = log.read(Cursor.read(middle.wire()).orElseThrow());
    assertThat(told(rest.events())).containsExactly("root~a/2", "root~a/3", "root/4");
    var between = rest.events().getFirst().at();
    assertThat(between.wire()).isEqualTo("128.113-127");
    var last = log.read(Cursor.read(between.wire()).orElseThrow());
    assertThat(told(last.events())).containsExactly("root~a/3", "root/4");
    assertThat(last.end().wire()).isEqualTo("143");
  }

  @Test
  void aPlaceThatStayedEmptyForLongIsGivenUp() {
    grow();
    var old = NOW.minusMillis(TreeLog.SETTLED + 1);
    var _ = store.begin(CHILD, old, new StopRequested(old));
    store.begin(ROOT, old, new StopRequested(old)).commit();

    assertThat(log.read(log.beginning()).end()).isEqualTo(Cursor.at(143));
  }

  /**
   * Readers that come back at any event, while writers commit in any order, get each event once.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoeverReconnectsAtAnyEventGetsEveryEventOnce(long seed) {
    var random = new Random(seed);
    grow();
    var open = new ArrayList<MemoryStore.Begun>();
    var told = new ArrayList<String>();
    var cursor = log.beginning();
    for (int round = 0; round < 300; round++) {
      if (round < 200) {
        var who = List.of(ROOT, CHILD, GRANDCHILD, STRANGER).get(random.nextInt(4));
        var events = new SessionEvent[1 + random.nextInt(3)];
        Arrays.fill(events, new StopRequested(NOW));
        open.add(store.begin(who, NOW, events));
      }
      while (!open.isEmpty() && (round > 200 || random.nextInt(3) > 0)) {
        open.remove(random.nextInt(open.size())).commit();
      }
      var events = log.read(cursor).events();
      int taken = events.isEmpty() ? 0 : random.nextInt(events.size() + 1);
      for (var event : events.subList(0, taken)) {
        told.add(event.session() + "/" + event.entry().sequence());
        cursor = Cursor.read(event.at().wire()).orElseThrow();
      }
    }
    told.addAll(told(log.read(cursor).events()));

    assertThat(told).doesNotHaveDuplicates();
    var all = new TreeSet<String>();
    for (var session : List.of(ROOT, CHILD, GRANDCHILD)) {
      store.events(session).forEach(entry -> all.add(session + "/" + entry.sequence()));
    }
    assertThat(new TreeSet<>(told)).isEqualTo(all);
  }
}
