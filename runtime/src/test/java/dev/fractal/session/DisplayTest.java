package dev.fractal.session;

import static dev.fractal.session.decide.Samples.ID;
import static dev.fractal.session.decide.Samples.T0;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.catalog.InMemoryCatalog;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.CatalogWriter;
import dev.fractal.session.work.ProgressFeed;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DisplayTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final CatalogWriter writer =
      new CatalogWriter(
          catalog, Outlines.folding(_ -> List.of()), Runnable::run, Duration.ofHours(1));
  private final Display display =
      new Display(ID, writer, new ProgressFeed(), Clock.fixed(T0, ZoneOffset.UTC));
  private SessionState state = SessionState.absent();

  private void written(SessionEvent event) {
    state = state.apply(event);
    display.list(state);
    writer.close();
  }

  private long seen() {
    return catalog.find(ID).orElseThrow().sequence();
  }

  @Test
  void aRowIsWrittenWhenItShowsSomethingElse() {
    written(started());
    assertThat(seen()).isEqualTo(1);

    written(opened(1));
    assertThat(seen()).isEqualTo(2);
    assertThat(catalog.find(ID).orElseThrow().status()).isEqualTo(SessionStatus.RUNNING);

    written(replied(1, 1));
    written(queued(2));
    assertThat(seen()).as("nothing that a listing shows has changed").isEqualTo(2);

    written(new SessionEvent.StopRequested(T0));
    assertThat(seen()).isEqualTo(5);
  }

  @Test
  void theRowOfASessionAtRestHasSeenItsLastEvent() {
    written(started());
    written(new SessionEvent.SessionCompacted(List.of(), T0));
    assertThat(seen()).as("though a listing looks the same").isEqualTo(2);
  }
}
