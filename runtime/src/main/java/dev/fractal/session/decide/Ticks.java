package dev.fractal.session.decide;

import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.Tick;
import dev.fractal.protocol.event.Tick.Why;
import dev.fractal.session.decide.DueTimes.Come;
import dev.fractal.session.state.Schedules;
import dev.fractal.session.state.Schedules.Entry;
import dev.fractal.session.state.SessionState.Live;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of schedules whose times have come: one turn each, however many times there were.
 * Pure.
 */
final class Ticks {
  /** Who pauses a schedule that can make no turn any more. */
  private static final String SESSION = "the session";

  private Ticks() {}

  /** Writes what is due; each tick moves a schedule beyond now, so there is an end. */
  static void due(Draft draft, NodeStamp world) {
    for (var entry = next(draft); entry.isPresent(); entry = next(draft)) {
      tick(draft, (Live) draft.state(), entry.get(), world);
    }
  }

  private static Optional<Entry> next(Draft draft) {
    return draft.state() instanceof Live live
        ? Schedules.open(live)
            .findFirst()
            .filter(entry -> !entry.due().orElseThrow().isAfter(draft.now()))
        : Optional.empty();
  }

  private static void tick(Draft draft, Live state, Entry entry, NodeStamp world) {
    var due = entry.due().orElseThrow();
    var schedule = entry.schedule();
    var blocked =
        state
            .core()
            .schedules()
            .blocked(schedule.overlap())
            .map(until -> until.isBefore(draft.now()) ? until : draft.now())
            .filter(until -> !until.isBefore(due));
    Come come;
    try {
      come = DueTimes.come(schedule.rhythm(), due, blocked.orElse(draft.now()));
    } catch (IllegalArgumentException e) {
      pause(draft, entry, String.valueOf(e.getMessage()), entry.next());
      return;
    }
    if (blocked.isPresent()) {
      boolean queues = schedule.overlap() == Schedule.Overlap.QUEUE;
      skip(draft, schedule, come, queues ? Why.QUEUE_FULL : Why.OVERLAP);
      return;
    }
    var request = TurnRequest.of(schedule.requestId(come.newest()), schedule.task());
    var known = state.core().ledger().turnOf(request.requestId());
    if (known.isPresent()) {
      take(draft, schedule, come, known.get());
    } else {
      refusal(state, draft.now(), world)
          .ifPresentOrElse(
              why -> refuse(draft, entry, come, why),
              () -> submit(draft, schedule, come, request, world));
    }
  }

  private static Optional<Why> refusal(Live state, Instant now, NodeStamp world) {
    var core = state.core();
    if (core.ledger().accepted() >= core.spec().limits().maxTurns()) {
      return Optional.of(Why.TURN_LIMIT);
    }
    if (core.spec().budget().isOver(now)) {
      return Optional.of(Why.DEADLINE);
    }
    return world.mismatch(core.id(), core.spec()).map(_ -> Why.WORLD_MISMATCH);
  }

  /** What cannot change by itself ends the schedule's turns for good. */
  private static void refuse(Draft draft, Entry entry, Come come, Why why) {
    skip(draft, entry.schedule(), come, why);
    var reason =
        switch (why) {
          case TURN_LIMIT -> "the session has had all its turns";
          case DEADLINE -> "the deadline of the session's budget has passed";
          case OVERLAP, QUEUE_FULL, WORLD_MISMATCH -> "";
        };
    if (!reason.isEmpty()) {
      pause(draft, entry, reason, come.next());
    }
  }

  /** Also what another version has set, or knew a time zone for that is gone. */
  private static void pause(Draft draft, Entry entry, String reason, Optional<Instant> next) {
    draft.add(
        new ScheduleSet(
            entry.schedule(), Phase.PAUSED, Optional.of(reason), next, SESSION, draft.now()));
  }

  private static void submit(
      Draft draft, Schedule schedule, Come come, TurnRequest request, NodeStamp world) {
    int turn = ((Live) draft.state()).core().ledger().accepted() + 1;
    take(draft, schedule, come, turn);
    var state = (Live) draft.state();
    if (Schedules.isAlone(state)) {
      TurnOpening.open(draft, state.core(), turn, request, world);
    } else {
      draft.add(new TurnQueued(turn, request, draft.now()));
    }
  }

  private static void take(Draft draft, Schedule schedule, Come come, int turn) {
    ticked(draft, schedule, come, new Tick.Taken(turn));
  }

  private static void skip(Draft draft, Schedule schedule, Come come, Why why) {
    ticked(draft, schedule, come, new Tick.Skipped(why));
  }

  private static void ticked(Draft draft, Schedule schedule, Come come, Tick tick) {
    draft.add(
        new ScheduleTicked(
            schedule.name(), come.newest(), tick, come.times(), come.next(), draft.now()));
  }
}
