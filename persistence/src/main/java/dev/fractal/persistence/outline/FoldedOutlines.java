package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Outlines that are folded from whole journals whenever they are asked for. */
record FoldedOutlines(Function<SessionId, List<JournalEntry>> journals) implements Outlines {
  @Override
  public Optional<Standing> standing(SessionId session) {
    return Standing.of(journals.apply(session));
  }

  @Override
  public List<TurnRow> turns(SessionId session, int before, int limit) {
    return List.of();
  }

  @Override
  public Optional<TurnRow> turn(SessionId session, int turn) {
    return Optional.empty();
  }

  @Override
  public Optional<TurnRow> requested(SessionId session, String request) {
    return Optional.empty();
  }

  @Override
  public Optional<TurnRow> ending(SessionId session, HeadId head) {
    return Optional.empty();
  }

  @Override
  public boolean advance(SessionId session) {
    return false;
  }
}
