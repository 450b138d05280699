package dev.fractal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.Progress;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Spend;
import dev.fractal.session.SessionState;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.view.EventJson;
import dev.fractal.view.SampleJournal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveNewsTest {
  private static final List<JournalEntry> JOURNAL = SampleJournal.entries();

  private final List<Progress> told = new ArrayList<>();

  private static SessionState after(int events) {
    var state = SessionState.absent();
    for (var entry : JOURNAL.subList(0, events)) {
      state = state.apply(entry.event());
    }
    return state;
  }

  private static void event(LiveNews news, int number) {
    news.onNext("id: " + number);
    news.onNext("data: " + EventJson.event(JOURNAL.get(number - 1)));
    news.onNext("");
  }

  private List<String> phases() {
    return told.stream()
        .map(news -> "%d.%d %s".formatted(news.turn(), news.step(), news.phase()))
        .toList();
  }

  @Test
  void storedEventsTellWhereTheOpenTurnIs() {
    var news = new LiveNews(after(1), told::add);
    for (int number = 2; number <= 6; number++) {
      event(news, number);
    }

    assertThat(phases())
        .containsExactly(
            "1.1 awaiting model",
            "1.1 evaluating",
            "1.1 host calls 0/1",
            "1.1 evaluating",
            "1.2 awaiting model");
    assertThat(told.get(2).spend()).isEqualTo(Spend.NONE.reply(SampleJournal.USAGE));
    assertThat(told.getLast().spend().usage().input().wire()).isEqualTo(110L);
  }

  @Test
  void aTurnThatHasEndedIsNotToldOf() {
    var news = new LiveNews(after(6), told::add);
    assertThat(phases()).containsExactly("1.2 awaiting model");
    event(news, 7);
    told.clear();
    event(news, 8);
    event(news, 9);
    assertThat(told).isEmpty();
    assertThat(after(JOURNAL.size())).isNotInstanceOf(InTurn.class);
  }

  @Test
  void aRequestThatMayHaveBeenPaidForMakesTheSpendUnknown() {
    var _ = new LiveNews(after(12), told::add);
    assertThat(phases()).containsExactly("2.1 awaiting model");
    assertThat(told.getFirst().spend().lost()).isEqualTo(1);
  }

  @Test
  void transientNewsIsToldAsItIs() {
    var sent =
        new Progress(
            SampleJournal.SESSION,
            2,
            7,
            "model replies",
            "```",
            Spend.NONE.reply(SampleJournal.USAGE));
    var news = new LiveNews(after(9), told::add);
    news.onNext("retry: 1000");
    news.onNext("");
    news.onNext("event: progress");
    news.onNext("data: " + EventJson.progress(sent));
    news.onNext("");
    news.onNext(": alive");
    news.onNext("");
    news.onNext("event: gap");
    news.onNext("data: {\"missed\":3}");
    news.onNext("");

    assertThat(told).hasSize(1);
    assertThat(phases()).containsExactly("2.7 model replies");
    assertThat(told.getFirst().delta()).isEqualTo("```");
    assertThat(told.getFirst().spend().total()).isEqualTo(SampleJournal.USAGE);
    news.close();
    event(news, 10);
    assertThat(told).hasSize(1);
  }
}
