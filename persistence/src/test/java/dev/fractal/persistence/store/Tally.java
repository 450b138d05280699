package dev.fractal.persistence.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.persistence.journal.Snapshot;
import dev.fractal.protocol.event.SessionEvent;
import java.util.Optional;

/** A state for tests: how many events there were, and the last one that was folded. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
sealed interface Tally extends Snapshot {
  long count();

  Tally with(SessionEvent event);

  @JsonTypeName("empty")
  record Empty() implements Tally {
    @Override
    public long count() {
      return 0;
    }

    @Override
    public Tally with(SessionEvent event) {
      return new Counted(1, Optional.of(event.getClass().getSimpleName()), 1);
    }
  }

  /**
   * Some events.
   *
   * @param folded events folded since the snapshot, all without one
   */
  @JsonTypeName("counted")
  record Counted(long count, Optional<String> last, long folded) implements Tally {
    @Override
    public Tally with(SessionEvent event) {
      return new Counted(count + 1, Optional.of(event.getClass().getSimpleName()), folded + 1);
    }
  }
}
