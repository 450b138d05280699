package dev.fractal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.Progress;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.state.SessionState;
import dev.fractal.view.EventJson;
import dev.fractal.view.SampleJournal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveNewsTest {
  private static final List<JournalEntry> JOURNAL = SampleJournal.entries();

  private final List<Progress> told = new ArrayList<>();
  private EventStream stream = new EventStream(_ -> false);

  private EventStream.Lines following() {
    var begun = SessionState.absent().apply(JOURNAL.getFirst().event());
    stream = new EventStream(new LiveNews(begun, told::add));
    return stream.new Lines();
  }

  private static void events(EventStream.Lines news, int from, int to) {
    for (int number = from; number <= to; number++) {
      event(news, number);
    }
  }

  private static void event(EventStream.Lines news, int number) {
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
    events(following(), 2, 6);

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
    var news = following();
    events(news, 2, 7);
    assertThat(phases().getLast()).isEqualTo("1.2 awaiting model");
    told.clear();
    events(news, 8, 9);
    assertThat(told).isEmpty();
  }

  @Test
  void aTurnIsToldOfWithoutWhatWasBeforeIt() {
    events(following(), 10, JOURNAL.size());
    var later = List.copyOf(told);
    told.clear();
    events(following(), 2, JOURNAL.size());

    assertThat(later).isNotEmpty().isEqualTo(told.subList(told.size() - later.size(), told.size()));
    assertThat(later).allSatisfy(news -> assertThat(news.turn()).isEqualTo(2));
  }

  @Test
  void aTurnThatIsCalledOffInTheQueueEndsNoNews() {
    var news = following();
    events(news, 10, 11);
    told.clear();
    var other =
        new TurnEnded(
            3,
            new TurnOutcome.Aborted(TurnStatus.CANCELLED, new Failure("Cancelled", "by the user")),
            0,
            Spend.NONE,
            Spent.NONE,
            SampleJournal.AT);
    news.onNext("data: " + EventJson.event(new JournalEntry(12, other)));
    event(news, 12);
    assertThat(phases()).containsExactly("2.1 awaiting model", "2.1 awaiting model");
  }

  @Test
  void aRequestThatMayHaveBeenPaidForMakesTheSpendUnknown() {
    events(following(), 10, 12);
    assertThat(phases().getLast()).isEqualTo("2.1 awaiting model");
    assertThat(told.getLast().spend().lost()).isEqualTo(1);
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
    var news = following();
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
    stream.close();
    event(news, 10);
    assertThat(told).hasSize(1);
  }
}
