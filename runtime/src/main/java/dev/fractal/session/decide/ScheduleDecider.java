package dev.fractal.session.decide;

import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.Schedules;
import dev.fractal.session.state.Schedules.Entry;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Stopped;
import java.time.Instant;
import java.util.Optional;

/** Commands about schedules. Pure. */
final class ScheduleDecider {
  private final SessionId session;
  private final Refusals refusals;

  ScheduleDecider(SessionId session) {
    this.session = session;
    this.refusals = new Refusals(session);
  }

  Decision set(Live state, ScheduleOrder order, Draft draft) {
    boolean stopping = state instanceof InTurn open && open.turn().stopRequested();
    if (state instanceof Stopped || stopping) {
      return refusals.stopped();
    }
    if (state.core().spec().descent().parent().isPresent()) {
      return refusals.refuse(
          Kind.NotScheduled,
          "session %s is another one's child and has no schedules; give them to its root"
              .formatted(session));
    }
    var before = state.core().schedules().named(order.act().name());
    return switch (order.act()) {
      case ScheduleOrder.Add(var schedule) when before.isPresent() -> again(before.get(), schedule);
      case ScheduleOrder.Add(var schedule) -> add(state, schedule, order.by(), draft);
      case ScheduleOrder.Change(var name, var _) when before.isEmpty() -> unknown(name);
      case ScheduleOrder.Change(var _, var phase) when before.get().phase() == phase ->
          new Decision(draft.steps(), answer(before.get().schedule(), phase, before.get().due()));
      case ScheduleOrder.Change(var _, var phase) ->
          change(state, before.get(), phase, order.by(), draft);
    };
  }

  private Decision again(Entry before, Schedule schedule) {
    return before.schedule().equals(schedule)
        ? Decision.answer(answer(schedule, before.phase(), before.due()))
        : refusals.refuse(
            Kind.ScheduleExists,
            "session %s has a schedule '%s' that is another one; remove it, or take another name"
                .formatted(session, schedule.name()));
  }

  private Decision add(Live state, Schedule schedule, String by, Draft draft) {
    if (state.core().schedules().each().size() >= Schedule.MOST) {
      return refusals.refuse(
          Kind.NotScheduled,
          "session %s has %d schedules already; remove one".formatted(session, Schedule.MOST));
    }
    return turnsLeft(state)
        .orElseGet(() -> activate(schedule, Schedules.anchor(draft.now()), draft.now(), by, draft));
  }

  private Optional<Decision> turnsLeft(Live state) {
    int most = state.core().spec().limits().maxTurns();
    return state.core().ledger().accepted() < most
        ? Optional.empty()
        : Optional.of(
            refusals.refuse(
                Kind.TurnLimitReached,
                "session %s has had its %d turns; start another one".formatted(session, most)));
  }

  private Decision activate(
      Schedule schedule, Instant since, Instant from, String by, Draft draft) {
    Optional<Instant> next;
    try {
      next = DueTimes.first(schedule.rhythm(), since, from);
    } catch (IllegalArgumentException e) {
      return refusals.refuse(Kind.BadSchedule, String.valueOf(e.getMessage()));
    }
    return next.isEmpty()
        ? refusals.refuse(
            Kind.BadSchedule,
            "the times of schedule '%s' never come; name others".formatted(schedule.name()))
        : written(schedule, Phase.ACTIVE, next, by, draft);
  }

  private Decision change(Live state, Entry before, Phase phase, String by, Draft draft) {
    return phase == Phase.ACTIVE
        ? turnsLeft(state).orElseGet(() -> resume(before, by, draft))
        : written(before.schedule(), phase, before.next(), by, draft);
  }

  /** It goes on at its next time; those that came meanwhile are not made up for. */
  private Decision resume(Entry before, String by, Draft draft) {
    var schedule = before.schedule();
    var known = before.next().filter(next -> !next.isAfter(draft.now()));
    try {
      var next =
          known.isPresent()
              ? DueTimes.come(schedule.rhythm(), known.get(), draft.now()).next()
              : before.next();
      return next.isPresent()
          ? written(schedule, Phase.ACTIVE, next, by, draft)
          : activate(schedule, before.since(), draft.now(), by, draft);
    } catch (IllegalArgumentException e) {
      return refusals.refuse(Kind.BadSchedule, String.valueOf(e.getMessage()));
    }
  }

  private Decision written(
      Schedule schedule, Phase phase, Optional<Instant> next, String by, Draft draft) {
    draft.add(new ScheduleSet(schedule, phase, Optional.empty(), next, by, draft.now()));
    var due = phase == Phase.ACTIVE ? next : Optional.<Instant>empty();
    return new Decision(draft.steps(), answer(schedule, phase, due));
  }

  private Answer answer(Schedule schedule, Phase phase, Optional<Instant> next) {
    return new Answer.Now(new Scheduled(session, schedule.name(), phase, next));
  }

  private Decision unknown(String name) {
    return refusals.refuse(
        Kind.UnknownSchedule,
        "session %s has no schedule '%s'; name one that it lists".formatted(session, name));
  }
}
