package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.persistence.store.SessionRemoval;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.decide.Recorded;
import dev.fractal.session.decide.Rewind;
import dev.fractal.session.decide.Source;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.History;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The history of sessions, read from their journals: where in one to read is looked up in outlines
 * and snapshots.
 */
public final class JournalHistory implements History {
  /** Heads that a release may go back to. */
  private static final int RELEASABLE = 64;

  /** Events behind a longer gap are not looked at. */
  private static final int LONGEST_GAP = 100_000;

  private static final Set<Class<? extends SessionEvent>> ASKS =
      Set.of(AskOpened.class, AskAnswered.class, TimerFired.class);

  /** Rows of asks that are looked through at a time, from the newest one backwards. */
  private static final int ASKS_AT_ONCE = 256;

  private final JournalReader journal;
  private final Outlines outlines;
  private final StoredStates states;
  private final StoredHeads heads;
  private final SessionRemoval removal;

  public JournalHistory(Store store) {
    this.journal = store.journal();
    this.outlines = store.outlines();
    this.states = new StoredStates(journal, store.snapshots(SessionState.class));
    this.heads = new StoredHeads(journal, outlines, states);
    this.removal = store.removal();
  }

  @Override
  public Optional<Continuation> continuation(SessionId session, HeadId head) {
    var end = heads.end(session, head);
    return end.isPresent()
        ? Rewind.continuation(states.at(session, end.getAsLong()))
        : Optional.empty();
  }

  @Override
  public Source source(SessionId session, Optional<HeadId> head) {
    var state = states.at(session, Long.MAX_VALUE);
    return Rewind.source(state, head, id -> heads.at(session, id, state));
  }

  @Override
  public void remove(SessionId session) {
    removal.remove(session);
  }

  @Override
  public Optional<TurnResult> result(SessionId session, int turn) {
    return outlines
        .standing(session)
        .flatMap(
            standing ->
                standing
                    .unstored()
                    .filter(row -> row.turn() == turn)
                    .findFirst()
                    .or(() -> standing.stored() ? outlines.turn(session, turn) : Optional.empty()))
        .filter(row -> row.end().isPresent())
        .flatMap(row -> result(session, row));
  }

  @Override
  public Recorded recorded(SessionId session) {
    return Rewind.recorded(events(session), RELEASABLE);
  }

  @Override
  public Optional<SessionReleased> release(SessionId session, String requestId) {
    return events(session).stream()
        .filter(SessionReleased.class::isInstance)
        .map(SessionReleased.class::cast)
        .filter(release -> release.request().requestId().equals(requestId))
        .findFirst();
  }

  @Override
  public List<SessionEvent> ask(AskId ask) {
    var found = new ArrayList<SessionEvent>();
    for (long before = Long.MAX_VALUE; before > 1; ) {
      var page = journal.newest(ask.session(), before, ASKS_AT_ONCE, ASKS);
      for (var entry : page) {
        if (isOf(entry.event(), ask)) {
          found.addFirst(entry.event());
        }
      }
      boolean whole = !found.isEmpty() && found.getFirst() instanceof AskOpened;
      before = page.isEmpty() || whole ? 0 : page.getLast().sequence();
    }
    return found;
  }

  private static boolean isOf(SessionEvent event, AskId ask) {
    return switch (event) {
      case AskOpened e -> is(ask, e.turn(), e.step(), e.cell(), e.call());
      case AskAnswered e -> is(ask, e.turn(), e.step(), e.cell(), e.call());
      case TimerFired e -> is(ask, e.turn(), e.step(), e.cell(), e.call());
      default -> false;
    };
  }

  private static boolean is(AskId ask, int turn, int step, int cell, int call) {
    return ask.equals(new AskId(ask.session(), turn, step, cell, call));
  }

  /**
   * The events, the first at index 0; one that is missing stands there as one that cannot be read,
   * so that what follows is only folded if somebody released the session later.
   */
  private List<SessionEvent> events(SessionId session) {
    var events = new ArrayList<SessionEvent>();
    for (var entry : journal.read(session, 1, Long.MAX_VALUE)) {
      if (entry.sequence() - events.size() > LONGEST_GAP) {
        break;
      }
      while (events.size() + 1 < entry.sequence()) {
        events.add(new SessionEvent.Unreadable("missing", "it is not in the store", Instant.EPOCH));
      }
      events.add(entry.event());
    }
    return events;
  }

  private Optional<TurnResult> result(SessionId session, TurnRow row) {
    return journal.at(session, List.of(row.span().last())).stream()
        .map(JournalEntry::event)
        .filter(TurnEnded.class::isInstance)
        .map(TurnEnded.class::cast)
        .map(
            ended ->
                new TurnResult(
                    session,
                    row.turn(),
                    ended.outcome(),
                    ended.steps(),
                    ended.spend(),
                    ended.tree(),
                    row.head()))
        .findFirst();
  }
}
