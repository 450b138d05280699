package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Stopped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Where the heads of sessions are in their journals, and what the sessions were there. Methods
 * block and are safe for use by several threads.
 */
record StoredHeads(JournalReader journal, Outlines outlines, StoredStates states) {
  private static final Set<Class<? extends SessionEvent>> HEADS =
      Set.of(HeadPublished.class, HeadSelected.class);
  private static final Set<Class<? extends SessionEvent>> PUBLISHED = Set.of(HeadPublished.class);

  /** Rows of heads that are looked through at a time, from the newest one backwards. */
  private static final int HEADS_AT_ONCE = 32;

  /** Events that leave alone what one goes on from: settings, messages and variables. */
  private static final Set<Class<? extends SessionEvent>> QUIET =
      Set.of(
          HeadPublished.class,
          TurnQueued.class,
          SessionPaused.class,
          SessionResumed.class,
          SessionStopped.class,
          BudgetSettled.class,
          BudgetRaised.class,
          ScheduleSet.class,
          ScheduleTicked.class);

  /** Events behind a head that are looked through. */
  private static final int BEHIND = 64;

  /**
   * A session at one of its heads, as far as one goes on from there; empty when it has no such
   * head. Mostly that is what it is now, or was before the turn that is open: then nothing is
   * folded that the snapshots before the head are gone for.
   *
   * @param now the session's state
   */
  Optional<SessionState> at(SessionId session, HeadId head, SessionState now) {
    var end = end(session, head);
    return end.isPresent()
        ? Optional.of(
            unchanged(session, end.getAsLong(), now)
                .orElseGet(() -> states.at(session, end.getAsLong())))
        : Optional.empty();
  }

  /** The state now, or before its open turn, when that is as it was behind so many events. */
  private Optional<SessionState> unchanged(SessionId session, long end, SessionState now) {
    long last = end;
    for (var entry : journal.read(session, end + 1, Math.min(now.count(), end + BEHIND))) {
      if (entry.sequence() != ++last) {
        return Optional.empty();
      }
      if (!isQuiet(entry.event())) {
        return now instanceof InTurn open && opens(entry.event(), open)
            ? open.turn().before(open.core()).map(Idle::new)
            : Optional.empty();
      }
    }
    boolean rests = now instanceof Idle || now instanceof Stopped;
    return rests && last == now.count() ? Optional.of(now) : Optional.empty();
  }

  private static boolean isQuiet(SessionEvent event) {
    return QUIET.contains(event.getClass())
        || (event instanceof TurnEnded ended && ended.outcome() instanceof TurnOutcome.Finished);
  }

  private static boolean opens(SessionEvent event, InTurn open) {
    return event instanceof TurnOpened opened && opened.turn() == open.turn().number();
  }

  /**
   * The number of the last event before a head, or of the first one that selected it. Mostly it is
   * the newest one, or a turn's.
   */
  OptionalLong end(SessionId session, HeadId id) {
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
}
