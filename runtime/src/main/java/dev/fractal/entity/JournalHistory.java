package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.persistence.store.SessionRemoval;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
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
import java.util.OptionalLong;
import java.util.Set;

/**
 * The history of sessions, read from their journals: where in one to read is looked up in outlines
 * and snapshots.
 */
public final class JournalHistory implements History {
  /** Heads that a release may go back to. */
  private static final int RELEASABLE = 64;

  /** Events of a turn's end behind its head, and some more. */
  private static final int TURN_END = 4;

  /** Events behind a longer gap are not looked at. */
  private static final int LONGEST_GAP = 100_000;

  private static final Set<Class<? extends SessionEvent>> HEADS =
      Set.of(HeadPublished.class, HeadSelected.class);
  private static final Set<Class<? extends SessionEvent>> PUBLISHED = Set.of(HeadPublished.class);

  /** Rows of heads that are looked through at a time, from the newest one backwards. */
  private static final int HEADS_AT_ONCE = 32;

  private static final Set<Class<? extends SessionEvent>> ASKS =
      Set.of(AskOpened.class, AskAnswered.class, TimerFired.class);

  /** Rows of asks that are looked through at a time, from the newest one backwards. */
  private static final int ASKS_AT_ONCE = 256;

  private final JournalReader journal;
  private final Outlines outlines;
  private final StoredStates states;
  private final SessionRemoval removal;

  public JournalHistory(Store store) {
    this.journal = store.journal();
    this.outlines = store.outlines();
    this.states = new StoredStates(journal, store.snapshots(SessionState.class));
    this.removal = store.removal();
  }

  @Override
  public Optional<Continuation> continuation(SessionId session, HeadId head) {
    var end = end(session, head);
    return end.isPresent()
        ? Rewind.continuation(states.at(session, end.getAsLong()))
        : Optional.empty();
  }

  @Override
  public Source source(SessionId session, Optional<HeadId> head) {
    var state = states.at(session, Long.MAX_VALUE);
    return Rewind.source(
        state,
        head,
        id -> {
          var end = end(session, id);
          return end.isPresent()
              ? Optional.of(
                  isStillAt(session, end.getAsLong(), state)
                      ? state
                      : states.at(session, end.getAsLong()))
              : Optional.empty();
        });
  }

  /**
   * Whether nothing but the end of its turn followed a head: then the session goes on from it as it
   * is, and nothing is folded that the snapshots before the head are too old for.
   */
  private boolean isStillAt(SessionId session, long end, SessionState state) {
    return state instanceof SessionState.Idle
        && state.count() - end <= TURN_END
        && journal.read(session, end + 1, state.count()).stream()
            .map(JournalEntry::event)
            .allMatch(JournalHistory::endsTurn);
  }

  private static boolean endsTurn(SessionEvent event) {
    return event instanceof HeadPublished
        || (event instanceof TurnEnded ended && ended.outcome() instanceof TurnOutcome.Finished);
  }

  /**
   * The number of the last event before a head, or of the first one that selected it. Mostly it is
   * the newest one, or a turn's.
   */
  private OptionalLong end(SessionId session, HeadId id) {
    var newest = oldest(journal.newest(session, Long.MAX_VALUE, 1, PUBLISHED), id);
    if (newest.isPresent()) {
      return newest;
    }
    var turn = outlines.ending(session, id).map(row -> row.span().last());
    if (turn.isPresent()) {
      var published = oldest(journal.newest(session, turn.get() + 1, 1, PUBLISHED), id);
      if (published.isPresent()) {
        return published;
      }
    }
    return anywhere(session, id);
  }

  private OptionalLong anywhere(SessionId session, HeadId id) {
    var end = OptionalLong.empty();
    for (long before = Long.MAX_VALUE; before > 1; ) {
      var found = journal.newest(session, before, HEADS_AT_ONCE, HEADS);
      var older = oldest(found, id);
      end = older.isPresent() ? older : end;
      before = found.isEmpty() ? 0 : found.getLast().sequence();
    }
    return end;
  }

  private static OptionalLong oldest(List<JournalEntry> newestFirst, HeadId id) {
    return newestFirst.reversed().stream()
        .map(entry -> end(entry, id))
        .filter(OptionalLong::isPresent)
        .findFirst()
        .orElseGet(OptionalLong::empty);
  }

  private static OptionalLong end(JournalEntry entry, HeadId id) {
    return switch (entry.event()) {
      case HeadPublished(Head head, var _) when head.id().equals(id) ->
          OptionalLong.of(head.toEvent());
      case HeadSelected(var head, var _, var _) when head.equals(id) ->
          OptionalLong.of(entry.sequence());
      default -> OptionalLong.empty();
    };
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
