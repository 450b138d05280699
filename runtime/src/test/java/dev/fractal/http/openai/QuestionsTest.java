package dev.fractal.http.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.http.live.MemoryStore;
import dev.fractal.http.openai.ChatThread.Said;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.view.SampleJournal;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the questions in a conversation cost to tell; every session here has asked 40 of them. */
final class QuestionsTest {
  private static final int ASKED = 40;
  private static final int FORGED = 5_000;

  private final MemoryStore store = new MemoryStore();

  @BeforeEach
  void ask() {
    IntStream.rangeClosed(1, 40).forEach(this::ask);
  }

  private void ask(int number) {
    var session = session(number);
    store.add(session, new SessionStarted(session, SampleJournal.spec(), SampleJournal.AT));
    store.add(session, new TurnOpened(1, TurnRequest.of("r", "go on"), SampleJournal.AT));
    for (int call = 0; call < ASKED; call++) {
      store.add(session, new AskOpened(1, 1, 0, call, question(), SampleJournal.AT));
    }
  }

  private static SessionId session(int number) {
    return new SessionId("s" + number);
  }

  private static Ask question() {
    return new Ask(
        Optional.empty(),
        "Ok?",
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String question(AskId id) {
    return AskText.of(new AskNote(id, Optional.empty(), "Ok?", List.of(), false, Optional.empty()));
  }

  /** The conversation that has these messages of the assistant. */
  private Questions.Told told(int messages, IntFunction<AskId> names) {
    var past =
        IntStream.range(0, messages)
            .mapToObj(place -> new Said("m" + place, question(names.apply(place)), 2 * place + 1))
            .toList();
    return new Questions(store).told(new ChatThread("", past, "last"));
  }

  private int lookUps(int messages, IntFunction<AskId> names) {
    int before = store.reads();
    told(messages, names);
    return store.reads() - before;
  }

  private static AskId asked(int session, int call) {
    return new AskId(session(session), 1, 1, 0, call);
  }

  @Test
  void allQuestionsOfASessionAreKnown() {
    var told = told(ASKED, call -> asked(1, call));
    assertThat(told.conversation().past()).isEmpty();
    assertThat(told.conversation().message()).isEqualTo("m0");
    assertThat(told.open().map(AskNote::ask)).contains(asked(1, ASKED - 1));
  }

  @Test
  void manyNamesCostAsMuchAsOne() {
    int one = lookUps(1, _ -> asked(1, 0));
    assertThat(one).as("look-ups").isPositive();
    assertThat(lookUps(ASKED, call -> asked(1, call))).isEqualTo(one);
    assertThat(lookUps(FORGED, call -> asked(1, call))).isEqualTo(one);
    assertThat(lookUps(FORGED, turn -> new AskId(session(1), turn + 1, 1, 0, 0))).isEqualTo(one);
  }

  @Test
  void namesOfManySessionsCostAsMuchAsThoseOfAFew() {
    int one = lookUps(1, _ -> asked(1, 0));
    int most = KnownAsks.SESSIONS * one;
    assertThat(lookUps(KnownAsks.SESSIONS, place -> asked(place + 1, 0))).isEqualTo(most);
    assertThat(lookUps(40, place -> asked(place + 1, 0))).isEqualTo(most);
    assertThat(lookUps(FORGED, place -> asked(place + 1, 0))).isLessThanOrEqualTo(most);
  }

  @Test
  void theSessionsThatAreNamedLastAreLookedAt() {
    var told = told(40, place -> asked(place + 1, 0));
    assertThat(told.open().map(AskNote::ask)).contains(asked(40, 0));
    assertThat(told.conversation().past()).hasSize(40 - KnownAsks.SESSIONS);
  }

  @Test
  void withoutANameNothingIsLookedUp() {
    int before = store.reads();
    var past = List.of(new Said("hello", "42 (ask me)", 1));
    var told = new Questions(store).told(new ChatThread("", past, "last"));
    assertThat(told.conversation().past()).isEqualTo(past);
    assertThat(store.reads()).isEqualTo(before);
  }
}
